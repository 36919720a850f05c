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
    'sum_field',
    'aggregate',
)
#: Elements of a client-side template that read the record.
READING = re.compile(r'^t-')
RECORD = re.compile(r"\brecord(?:\.|\[')(\w+)")
#: A step of a path: tag, attribute, quotation mark, name.
STEP = re.compile(r"""(\w+|\*)\[\s*@(name|for|field)\s*=\s*(['"])([^'"]+)\3\s*\]""")
#: What follows a step and goes to what is within it.
DESCENDING = re.compile(r'^//?(?!\.\.|parent|ancestor|following|preceding|self)')


def rename_view(renamer: Renamer, model: str, arch: str) -> str:
    """Rename the fields, the buttons' methods and the filters that a view names.

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
    _View(renamer, root).walk(root, model, None)
    return arch if etree.tostring(root) == before else etree.tostring(root, encoding='unicode')


class _View:
    def __init__(self, renamer: Renamer, root: etree._Element) -> None:
        self.renamer = renamer
        self.is_search = root.tag == 'search'

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
        steps = list(STEP.finditer(expression))
        new, position, tag, name, owner, inside = '', 0, None, None, model, model
        for index, step in enumerate(steps):
            owner = inside
            tag, attribute, quote, name = step.groups()
            renamed = self._rename_step(tag, name, owner)
            new += expression[position : step.start()]
            new += f'{tag}[@{attribute}={quote}{renamed}{quote}]'
            position = step.end()
            leads_to = self.renamer.relations.get((owner, name)) if tag == 'field' else None
            is_last = index + 1 == len(steps)
            rest = expression[position:]
            if leads_to and (not rest or DESCENDING.match(rest)):
                inside = leads_to
                if is_last and rest:
                    # The path ends at an element within the field.
                    owner, tag, name = inside, None, None
        return new + expression[position:], tag, name, owner, inside

    def _rename_step(self, tag, name, model):
        if tag == 'filter':
            return self.renamer.filters.get((model, name), name)
        return self.renamer.name(model, name)

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
        if name in NAMING or (tag == 'progressbar' and name == 'field'):
            return renamer.path(model, value)
        if READING.match(name):
            return RECORD.sub(lambda found: self._rename_record(found, model), value)
        return value

    def _rename_record(self, found, model):
        whole, name = found.group(0), found.group(1)
        return whole.removesuffix(name) + self.renamer.name(model, name)


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
