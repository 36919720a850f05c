"""Edit names within Python source, and leave all else of it as it is written."""

import ast
from itertools import accumulate


class Source:
    """A text of Python: what is marked in it is put in place of what was there.

    >>> source = Source("[('a', '=',  1)]")
    >>> source.replace_text(source.tree.elts[0].elts[0], 'b')
    >>> source.result()
    "[('b', '=',  1)]"
    """

    def __init__(self, text: str, mode: str = 'eval') -> None:
        """Parse the text.

        :raise SyntaxError: if the text is not Python
        """
        # Python would take leading blanks for an indentation.
        blanks = len(text) - len(text.lstrip()) if mode == 'eval' else 0
        try:
            tree = ast.parse(text[blanks:], mode=mode)
        except (ValueError, MemoryError, RecursionError) as error:
            raise SyntaxError(str(error)) from error
        self.tree = tree.body if mode == 'eval' else tree
        self._content = text.encode()
        lines = text[blanks:].encode().splitlines(keepends=True)
        #: Where each line begins, in bytes.
        self._starts = list(accumulate(map(len, lines), initial=len(text[:blanks].encode())))
        self._edits: dict[tuple[int, int], str] = {}

    def replace_text(self, node: ast.Constant, new: str) -> None:
        """Put another text in place of a literal, within its quotation marks."""
        if new == node.value:
            return
        begin, end = self._span(node)
        literal = self._content[begin:end].decode()
        quote = literal[0]
        plain = literal == f'{quote}{node.value}{quote}'
        self._edits[begin, end] = f'{quote}{new}{quote}' if plain else repr(new)

    def replace_name(self, node: ast.Name | ast.Attribute, new: str) -> None:
        """Put another name in place of a variable or of an attribute."""
        _begin, end = self._span(node)
        old = node.id if isinstance(node, ast.Name) else node.attr
        self._edits[end - len(old.encode()), end] = new

    def replace_keyword(self, node: ast.keyword, new: str) -> None:
        """Put another name in place of that of an argument."""
        begin, _end = self._span(node)
        self._edits[begin, begin + len(node.arg.encode())] = new

    def result(self) -> str:
        """Return the text with all replacements made."""
        pieces, position = [], 0
        for (begin, end), new in sorted(self._edits.items()):
            pieces += [self._content[position:begin], new.encode()]
            position = end
        return b''.join([*pieces, self._content[position:]]).decode()

    def _span(self, node: ast.AST) -> tuple[int, int]:
        """Return where a node begins and ends, in bytes."""
        begin = self._starts[node.lineno - 1] + node.col_offset
        return begin, self._starts[node.end_lineno - 1] + node.end_col_offset


def text_of(node: ast.AST | None) -> str | None:
    """Return the text of a literal, or None."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None
