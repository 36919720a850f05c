"""Fields that saved searches use; no ORM."""

import ast
from collections.abc import Iterator

#: Operators whose value is a domain of the other model.
NESTING = ('any', 'not any', 'any!', 'not any!')
CONNECTIVES = ('&', '|', '!')


def field_paths(domain: str, context: str, sort: str) -> set[str]:
    """Return the paths of fields by which a saved search searches, groups and sorts.

    Text that is not Python has no fields; names that only the browser knows are skipped.

    >>> domain = "['|', ('line_ids', 'any', [('name', '=', 'x')]), ('day', '=', uid)]"
    >>> sorted(field_paths(domain, "{'group_by': ['stage_id.name:month']}", '["a desc"]'))
    ['a', 'day', 'line_ids', 'line_ids.name', 'stage_id.name']
    """
    paths = set(_domain_paths(_parse(domain)))
    for node in (_parse(context), _parse(sort)):
        paths.update(filter(None, map(_path, _texts(node))))
    return paths


def _parse(text: str) -> ast.AST:
    try:
        return ast.parse((text or '').strip(), mode='eval')
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return ast.Tuple(elts=[])


def _domain_paths(tree: ast.AST) -> Iterator[str]:
    # Without recursion: what users have saved may be nested thousands of times.
    waiting = [(tree, '')]
    while waiting:
        node, prefix = waiting.pop()
        match node:
            case (
                ast.Tuple(elts=[ast.Constant(str(name)), operator, value])
                | ast.List(elts=[ast.Constant(str(name)), operator, value])
            ) if name not in CONNECTIVES:
                yield prefix + name
                if isinstance(operator, ast.Constant) and operator.value in NESTING:
                    waiting.append((value, f'{prefix}{name}.'))
            case _:
                waiting += ((child, prefix) for child in ast.iter_child_nodes(node))


def _texts(tree: ast.AST) -> Iterator[str]:
    """Yield all texts except keys of dictionaries."""
    waiting = [tree]
    while waiting:
        match node := waiting.pop():
            case ast.Constant(str(text)):
                yield text
            case ast.Dict(values=values):
                waiting += values
            case _:
                waiting += ast.iter_child_nodes(node)


def _path(text: str) -> str:
    """Return the field of ``date:month`` or ``name desc``."""
    words = text.split(':')[0].split()
    return words[0] if words else ''
