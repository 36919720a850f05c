"""Rename fields in the views that users have made or changed."""

import re

from lxml import etree

from .texts import Renamer

#: Attributes that hold a condition on the record.
CONDITIONS = re.compile(r'^(invisible|required|readonly|column_invisible|decoration-.*)$')
#: Attributes that name a field of the view's model.
NAMING = (
    'for',
    'date',
    'date_start',
    'date_stop',
    'date_delay',
    'default_group_by',
    'color',
    'highlight_color',
    'all_day',
    'create_name_field',
    'sum_field',
    'aggregate',
)
#: Options of a field's widget, beside those that end with ``_field``, that name another field of
#: the view's model.
NAMING_OPTIONS = ('current_value', 'full_name', 'max_value', 'model', 'preview_image')
#: Options that name a field of the records that the field holds.
OF_HELD_RECORDS = ('color_field', 'create_name_field', 'fold_field')
#: Elements of a client-side template that read the record.
READING = re.compile(r'^t-')
RECORD = re.compile(r"\brecord(?:\.|\[')(\w+)")
#: A step of a path that tells an element by its name: tag, attribute, quotation mark, name.
STEP = re.compile(
    r"""((?<!\w)\w+|\*)\[\s*@(name|for|field)\s*=\s*(['"])([^'"]+)\3(?=\s*\]|\s+(?:and|or)\b)"""
)
#: Another name within the same predicate.
ALTERNATIVE = re.compile(r"""\b(?:and|or)\s+@name\s*=\s*(['"])([^'"]+)\1""")
#: What ends a predicate, or is to be passed on the way: texts, predicates within.
BRACKET = re.compile(r"""'[^']*'|"[^"]*"|\[|\]""")
#: Longer paths stay as they are: each step is compared with all others.
MAX_PATH = 1_000
#: What follows a step and goes to what is within it.
DESCENDING = re.compile(r'^//?(?!\.\.|parent|ancestor|following|preceding|self)')


def rename_view(renamer: Renamer, model: str, arch: str, is_search: bool = False) -> str:
    """Rename the fields, the buttons' methods and the filters that a view names.

    :param is_search: whether it is a search, or extends one; else its root tells
    :return: the same text, when nothing in it was renamed

    >>> renamer = Renamer({('m', 'old'): 'new'}, {('o', 'm_ids'): 'm'})
    >>> part = '<field name="m_ids" invisible="not {0}"><list><field name="{0}"/></list></field>'
    >>> view = rename_view(renamer, 'o', f'<form>{part.format("old")}</form>')
    >>> view == '<form><field name="m_ids" invisible="not old"><list>' + (
    ...     '<field name="new"/></list></field></form>'
    ... )
    True
    """
    try:
        root = etree.fromstring(arch)
    except (etree.XMLSyntaxError, ValueError):
        return arch
    before = etree.tostring(root)
    _View(renamer, is_search or root.tag == 'search').walk(root, model, None)
    return arch if etree.tostring(root) == before else etree.tostring(root, encoding='unicode')


class _View:
    def __init__(self, renamer: Renamer, is_search: bool) -> None:
        self.renamer = renamer
        self.is_search = is_search

    def walk(self, node: etree._Element, model: str | None, parent: str | None) -> None:
        """Rename within an element of a view, or of a part of a view, of a model.

        :param parent: the model of the form around the list
        """
        if not isinstance(node.tag, str):
            return
        if node.tag == 'search':
            self.is_search = True
        if node.tag == 'xpath':
            self._walk_xpath(node, model, parent)
            return
        leads_to = self._get_relation(node, model)
        self._rename_attributes(node, model, parent, leads_to)
        self._rename_name(node, model)
        inner = (model, parent)
        if leads_to and node.get('position', 'inside') == 'inside':
            inner = (leads_to, model)
        for child in node:
            if child.tag == 'attribute':
                self._rename_attribute_text(child, model, parent, leads_to)
            else:
                self.walk(child, *inner)

    def _get_relation(self, node, model):
        """Return the model of the records that a field holds."""
        if node.tag not in ('field', 'groupby'):
            return None
        return self.renamer.relations.get((model, node.get('name')))

    def _walk_xpath(self, node, model, parent):
        expression, tag, field, owner, inside = self._follow(node.get('expr', ''), model)
        node.set('expr', expression)
        within = inside if node.get('position', 'inside') == 'inside' else owner
        within_parent = parent if within == model else model
        leads_to = self.renamer.relations.get((owner, field)) if tag == 'field' else None
        for child in node:
            if child.tag == 'attribute':
                self._rename_attribute_text(child, owner, within_parent, leads_to)
            else:
                self.walk(child, within, within_parent)

    def _follow(self, expression, model):
        """Rename the steps of a path.

        :return: tuple of the new path, tag and name of its last step, the model that this one
            belongs to, and the model of what is within it
        """
        edits = []
        tag, name, owner, inside = None, None, model, model
        if len(expression) > MAX_PATH:
            return expression, tag, name, owner, inside
        for step in STEP.finditer(expression):
            owner = inside
            tag, _attribute, _quote, name = step.groups()
            end = _get_end(expression, step.end())
            names = [(step, 4), *((found, 2) for found in _get_others(expression, step.end(), end))]
            for found, group in names:
                edits.append((found.span(group), self._rename_step(tag, found[group], owner)))
            leads_to = self.renamer.relations.get((owner, name)) if tag == 'field' else None
            rest = expression[end:]
            if leads_to and (not rest or DESCENDING.match(rest)):
                inside = leads_to
                if rest and not STEP.search(rest):
                    # The path ends at an element within the field.
                    owner, tag, name = inside, None, None
        return _replace(expression, edits), tag, name, owner, inside

    def _rename_step(self, tag, name, model):
        new = self.renamer.name(model, name)
        if tag == 'filter' or (tag == '*' and self.is_search and new == name):
            return self.renamer.filters.get((model, name), name)
        return new

    def _rename_name(self, node, model):
        name = node.get('name')
        if not name:
            return
        if node.tag in ('field', 'groupby') or (
            node.tag == 'button' and node.get('type') != 'action'
        ):
            node.set('name', self.renamer.name(model, name))
        elif node.tag == 'filter' and node.get('position'):
            node.set('name', self.renamer.filters.get((model, name), name))

    def _rename_attributes(self, node, model, parent, leads_to):
        for name, value in node.attrib.items():
            new = self._rename_attribute(node.tag, name, value, model, parent, leads_to)
            if new != value:
                node.set(name, new)

    def _rename_attribute_text(self, node, model, parent, leads_to):
        """Rename in what an extension sets as an attribute of an element of another view."""
        name = node.get('name', '')
        tag = 'field' if leads_to else None
        for key in (None, 'add', 'remove'):
            value = node.text if key is None else node.get(key)
            if not value:
                continue
            inner = value.strip()
            new = value.replace(
                inner, self._rename_attribute(tag, name, inner, model, parent, leads_to)
            )
            if key is None:
                node.text = new
            else:
                node.set(key, new)

    def _rename_attribute(self, tag, name, value, model, parent, leads_to):
        renamer = self.renamer
        if CONDITIONS.match(name):
            return renamer.expression(model, value, parent)
        if name == 'domain' and tag == 'field' and not self.is_search:
            return renamer.domain(leads_to or model, value, values_of=model)
        if name in ('domain', 'filter_domain'):
            return renamer.domain(model, value)
        if name == 'context':
            if self.is_search:
                return renamer.context(model, value)
            return renamer.context(leads_to or model, value, values_of=model)
        if name == 'default_order':
            return renamer.order(leads_to or model, value)
        if name == 'options':
            return renamer.options(value, lambda option: self._get_owner(option, model, leads_to))
        if name in NAMING or (tag == 'progressbar' and name == 'field'):
            return renamer.path(model, value)
        if READING.match(name):
            return RECORD.sub(lambda found: self._rename_record(found, model), value)
        return value

    def _get_owner(self, option, model, leads_to):
        """Return the model whose field an option names, None if it names none."""
        if leads_to and option in (*OF_HELD_RECORDS, 'group_by_tooltip'):
            return leads_to
        return model if option in NAMING_OPTIONS or option.endswith('_field') else None

    def _rename_record(self, found, model):
        whole, name = found.group(0), found.group(1)
        return whole.removesuffix(name) + self.renamer.name(model, name)


def _get_end(expression, position):
    """Return where the predicates end of a step, from a position within the first of them."""
    depth = 1
    for found in BRACKET.finditer(expression, position):
        depth += {'[': 1, ']': -1}.get(found[0], 0)
        if not depth and expression[found.end() : found.end() + 1] != '[':
            return found.end()
    return len(expression)


def _get_others(expression, begin, end):
    """Yield the other names in the predicates of a step, not those of steps within these."""
    steps = STEP.finditer(expression)
    within = [(step.start(), _get_end(expression, step.end())) for step in steps]
    for found in ALTERNATIVE.finditer(expression, begin, end):
        if not any(begin < first <= found.start() < last for first, last in within):
            yield found


def _replace(text, edits):
    for (begin, end), new in sorted(edits, reverse=True):
        text = text[:begin] + new + text[end:]
    return text


def rename_board(renamer: Renamer, models: dict[str, str], arch: str) -> str:
    """Rename what a user's own dashboard shows of each action.

    :param models: id of an action, as text -> its model
    """
    try:
        root = etree.fromstring(arch)
    except (etree.XMLSyntaxError, ValueError):
        return arch
    before = etree.tostring(root)
    for node in root.iter('action'):
        model = models.get(node.get('name'))
        for name, rename in (('domain', renamer.domain), ('context', renamer.context)):
            if model and node.get(name):
                node.set(name, rename(model, node.get(name)))
    return arch if etree.tostring(root) == before else etree.tostring(root, encoding='unicode')
