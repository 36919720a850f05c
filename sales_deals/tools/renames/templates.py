"""Rename fields in templates: placeholders between braces, and QWeb's attributes."""

import html
import re

#: ``{{ ... }}``, and ``#{...}`` within attributes.
PLACEHOLDER = re.compile(
    r'(\{\{)((?:(?!\{\{|\}\}).)*)(\}\})|(#\{)((?:(?!#\{)[^}])*)(\})', re.DOTALL
)
BRACES = re.compile(r'\{\{(?:(?!\{\{|\}\}).)*\}\}', re.DOTALL)
#: Where an element or a placeholder may begin.
START = re.compile(r'<(?=\w)|\{\{')
#: What tells where an element's beginning ends; its attributes may hold ``>``.
MARK = re.compile('[<>"\']')
#: An attribute that QWeb evaluates.
DIRECTIVE = re.compile(
    r'((?<![\w-])t-(?:att[\w-]*|elif|esc|field|foreach|if|lang|options[\w-]*|out|raw|set|value)=)'
    r'(["\'])(.*?)\2',
    re.DOTALL,
)
#: What gives a variable its name -> what it holds.
BINDING = {'t-as': 't-foreach', 't-set': 't-value'}
ATTRIBUTE = re.compile(r'(?<!\S)(t-as|t-foreach|t-set|t-value)=(["\'])(.*?)\2', re.DOTALL)


class Template:
    """Follow the records of a template, from its beginning to its end.

    :param renamer: the :class:`texts.Renamer` that knows names and relations
    :param str model: of the record that Odoo hands to the template
    """

    def __init__(self, renamer, model) -> None:
        self.renamer = renamer
        self.model = model
        #: Variable -> model of its records.
        self.variables: dict[str, str | None] = {}

    def rename(self, text: str) -> str:
        """Return the template with the fields' names of now."""
        renamed, done = [], 0
        for begin, end in _find_parts(text):
            renamed += [text[done:begin], self._rename_part(text[begin:end])]
            done = end
        return ''.join([*renamed, text[done:]])

    def _rename_part(self, part):
        if not part.startswith('<'):
            return PLACEHOLDER.sub(self._rename_placeholder, part)
        self._bind(part)
        part = PLACEHOLDER.sub(self._rename_placeholder, part)
        return DIRECTIVE.sub(self._rename_directive, part)

    def _bind(self, tag):
        """Note the variable that an element brings."""
        attributes = {name: html.unescape(value) for name, _quote, value in ATTRIBUTE.findall(tag)}
        for name, content in BINDING.items():
            if name in attributes:
                held = attributes.get(content, '').strip()
                self.variables[attributes[name]] = self.renamer.model_of(
                    self.model, held, self.variables
                )

    def _rename_placeholder(self, found):
        begin, inner, end = filter(lambda group: group is not None, found.groups())
        expression, separator, default = inner.partition('|||')
        return begin + self._rename_expression(expression) + separator + default + end

    def _rename_directive(self, found):
        name, quote, value = found.groups()
        plain = html.unescape(value)
        new = self._rename_expression(plain)
        if new != plain:
            value = html.escape(new, quote=False).replace('"', '&quot;' if quote == '"' else '"')
        return name + quote + value + quote

    def _rename_expression(self, expression):
        inner = expression.strip()
        if not inner:
            return expression
        new = self.renamer.evaluated(self.model, inner, self.variables)
        return expression.replace(inner, new)


def _find_parts(text):
    """Yield where elements' beginnings and placeholders begin and end."""
    ends, at = _find_ends(text), 0
    while start := START.search(text, at):
        begin = start.start()
        if text[begin] == '<':
            end = ends.get(begin)
        else:
            braces = BRACES.match(text, begin)
            end = braces and braces.end()
        if end:
            yield begin, end
        at = end or begin + 1


def _find_ends(text):
    """Return where the beginning of each element ends, by where it begins.

    From the text's end to its beginning, so that each sign is looked at once, whatever is left
    open: behind each mark it is known where an element ends that is open there, outside of quotes
    or within one kind of them.

    :return: dictionary of position to position, without elements that have no end
    """
    ends = {}
    outside = in_double = in_single = None
    for mark in reversed(list(MARK.finditer(text))):
        sign = mark.group()
        if sign == '<':
            if outside:
                ends[mark.start()] = outside
            outside = None
        elif sign == '>':
            outside = mark.end()
        elif sign == '"':
            outside, in_double = in_double, outside
        else:
            outside, in_single = in_single, outside
    return ends
