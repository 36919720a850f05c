"""Files and texts that are made to cost a server its time or its memory.

They are made of what the formats allow, and of what is repeated; nothing here knows how the addon
reads them.
"""
