"""What `make` calls: the environment of the project and the commands that work in it.

Everything here needs nothing but the standard library of Python 3.10, so that it runs on a
machine where nothing is prepared. `python3 -m scripts` lists the commands.
"""
