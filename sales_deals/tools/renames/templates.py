"""Rename fields in templates: placeholders between braces, and QWeb's attributes."""

import html
import re

#: ``{{ ... }}``, and ``#{...}`` within attributes.
PLACEHOLDER = re.compile(
    r'(\{\{)((?:(?!\{\{|\}\}).)*)(\}\})|(#\{)((?:(?!#\{)[^}])*)(\})', re.DOTALL
)
#: An element's beginning; its attributes may hold ``>``.
TAG = r'<\w[^<>"\']*(?:(?:"[^"]*"|\'[^\']*\')[^<>"\']*)*>'
TAG_OR_PLACEHOLDER = re.compile(rf'({TAG})|\{{\{{(?:(?!\{{\{{|\}}\}}).)*\}}\}}', re.DOTALL)
#: An attribute that QWeb evaluates.
DIRECTIVE = re.compile(
    r'(\bt-(?:att[\w-]*|elif|esc|field|foreach|if|lang|options[\w-]*|out|raw|set|value)=)'
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
        return TAG_OR_PLACEHOLDER.sub(self._rename_part, text)

    def _rename_part(self, found):
        tag = found.group(1)
        if not tag:
            return PLACEHOLDER.sub(self._rename_placeholder, found.group(0))
        self._bind(tag)
        tag = PLACEHOLDER.sub(self._rename_placeholder, tag)
        return DIRECTIVE.sub(self._rename_directive, tag)

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
