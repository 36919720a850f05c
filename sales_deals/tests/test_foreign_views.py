"""What the addon must leave to customers' views of Odoo's views.

Each element of Odoo's view gets a mark when it first appears, by which it is found again in the
view that is combined with ours.
"""

from unittest.mock import patch

from lxml import etree

from odoo.tests import TransactionCase, tagged
from odoo.tools.view_validation import valid_view

ADDON = 'sales_deals'
MARK = 'deal-test-mark'
#: Attributes by which customers' views find an element; Odoo refuses `string`.
NAMING = ('name', 'for', 'id', 't-name')
#: A column is where it is read; so are a search's suggestions and filters, and a card's lines.
ORDERED = ('list', 'search', 'kanban')


class Combiner:
    """Combine a view without or with those of the addon, and with an element taken away.

    :param view: root view of Odoo or of another addon
    :param own: the addon's views
    """

    def __init__(self, view, own):
        self.view = view
        self.own = own
        self.original = type(view).apply_inheritance_specs

    def combine(self, view=None, *, with_ours=True, removed=None, removed_first=False):
        """Combine the view.

        :param view: a primary view that extends this one, instead of it
        :param removed: mark of an element that is taken away at the end
        :param removed_first: take it away before each view of ours already
        :return: the combined architecture
        """

        def apply(this, source, specs_tree, pre_locate=None):
            mark_root(source)
            if this not in self.own:
                mark_content(specs_tree, this.id)
                return self.original(this, source, specs_tree, pre_locate=pre_locate)
            if removed_first or this.mode == 'primary':
                remove(source, removed)
            if with_ours:
                return self.original(this, source, specs_tree, pre_locate=pre_locate)
            return source

        with patch.object(type(self.view), 'apply_inheritance_specs', apply):
            tree = (view or self.view)._get_combined_arch()
        mark_root(tree)
        remove(tree, removed)
        return tree


def mark_root(tree):
    """Mark what the root view has, unless that was done."""
    if MARK not in tree.attrib:
        mark(tree.iter(etree.Element), 'root')


def mark_content(specs_tree, origin):
    """Mark what an extending view adds."""
    specs = specs_tree if specs_tree.tag == 'data' else [specs_tree]
    for spec in specs:
        if isinstance(spec.tag, str) and spec.get('position') != 'attributes':
            content = spec.iterdescendants(etree.Element)
            mark((one for one in content if one.get('position') != 'move'), origin)


def mark(elements, origin):
    for element in elements:
        element.set(MARK, f'{origin}:{get_path(element)}')


def remove(tree, removed):
    """Take an element away as a customer's view does, which keeps the text behind it."""
    for element in tree.xpath(f'//*[@{MARK}=$removed]', removed=removed or ''):
        previous, parent, tail = element.getprevious(), element.getparent(), element.tail or ''
        if previous is None:
            parent.text = (parent.text or '') + tail
        else:
            previous.tail = (previous.tail or '') + tail
        parent.remove(element)


def get_marked(tree):
    return [element for element in tree.iter(etree.Element) if MARK in element.attrib]


def get_path(element):
    return element.getroottree().getpath(element)


def get_anchors(element):
    """Return the expressions by which a customer's view may find an element."""
    own = [f'{element.tag}[@{name}="{element.get(name)}"]' for name in NAMING if element.get(name)]
    around = next((one for one in element.iterancestors() if one.get('name')), None)
    anchors = [f'//{one}' for one in own]
    if around is not None:
        anchors += [f'//{around.tag}[@name="{around.get("name")}"]//{one}' for one in own]
    return anchors


def find(tree, anchor):
    return tree.getroottree().xpath(anchor)


def is_on_the_model(element):
    """Return whether an element is not in a view that one of ours embeds, of another model."""
    views = element.iterancestors('list', 'kanban', 'form')
    return all(MARK in one.attrib for one in views)


def is_near_ours(element):
    """Return whether an element is not of the settings of another app, which are many."""
    apps = [element] if element.tag == 'app' else element.iterancestors('app')
    return all(one.get('name') == 'crm' for one in apps)


@tagged('post_install', '-at_install')
class TestForeignViews(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        data = cls.env['ir.model.data'].search(
            [('module', '=', ADDON), ('model', '=', 'ir.ui.view')]
        )
        cls.own = cls.env['ir.ui.view'].browse(data.mapped('res_id'))
        extending = cls.own.filtered(lambda view: view.inherit_id and view.type != 'qweb')
        cls.combiners = [Combiner(view, cls.own) for view in extending.inherit_id - cls.own]

    def _get_pairs(self, *left_out):
        """Return each view as Odoo has it, and with ours.

        :param left_out: types of views that are left out
        """
        return [
            (combiner.combine(with_ours=False), combiner.combine())
            for combiner in self.combiners
            if combiner.view.type not in left_out
        ]

    def test_each_part_of_ours_has_a_place(self):
        views = type(self.env['ir.ui.view'])
        original = views._has_deal_place

        def check(this, source, spec):
            content = etree.tostring(spec)
            has_place = original(this, source, spec)
            self.assertTrue(has_place or not isinstance(spec.tag, str), content)
            self.assertEqual(etree.tostring(spec), content)
            return has_place

        with patch.object(views, '_has_deal_place', check):
            for view in self.own.filtered(lambda view: view.mode == 'primary' or view.inherit_id):
                view._get_combined_arch()

    def test_views_of_others_have_the_last_word(self):
        """Odoo's default priority is 16: views of customers and other addons come after ours."""
        for view in self.own.filtered(lambda own: own.inherit_id - self.own and own.type != 'qweb'):
            if view.mode == 'extension':
                self.assertLess(view.priority, 16, view.xml_id)

    def test_odoo_warns_of_no_view(self):
        """Odoo shows administrators, for one, what some users' groups would not let them see."""
        for view in self.own | self.own.inherit_id:
            self.assertFalse(view.warning_info, view.xml_id)

    def test_each_element_is_where_it_was(self):
        for plain, ours in self._get_pairs():
            places = {one.get(MARK): one for one in get_marked(ours)}
            for element in get_marked(plain):
                around = [one.get(MARK) for one in element.iterancestors()]
                now = [one.get(MARK) for one in places[element.get(MARK)].iterancestors()]
                self.assertEqual([one for one in now if one], around, get_path(element))

    def test_each_name_finds_the_element_that_it_found(self):
        for plain, ours in self._get_pairs():
            for element in get_marked(plain):
                for anchor in get_anchors(element):
                    before, after = find(plain, anchor), find(ours, anchor)
                    self.assertEqual(after[0].get(MARK), before[0].get(MARK), anchor)
                    if len(before) == 1:
                        self.assertEqual(len([*filter(is_on_the_model, after)]), 1, anchor)

    def test_each_path_of_a_form_leads_to_the_same_element(self):
        for plain, ours in self._get_pairs(*ORDERED):
            for element in get_marked(plain):
                path = get_path(element)
                if next(element.iterancestors('list'), None) is None:
                    self.assertEqual(find(ours, path)[0].get(MARK), element.get(MARK), path)

    def test_whatever_a_customer_takes_away_the_view_is_valid(self):
        for combiner in self.combiners:
            plain = combiner.combine(with_ours=False)
            for element in filter(is_near_ours, get_marked(plain)[1:]):
                for first in (False, True):
                    options = {'removed': element.get(MARK), 'removed_first': first}
                    if self._find_fault(combiner, with_ours=False, **options):
                        continue  # Odoo's views need it
                    for view in self._get_views(combiner.view):
                        fault = self._find_fault(combiner, view, **options)
                        self.assertFalse(fault, (view.xml_id, get_path(element), options))

    def _get_views(self, view):
        """Return a view, and those of ours that begin with it."""
        return view + self.own.filtered(
            lambda own: own.mode == 'primary' and own.inherit_id == view
        )

    def _find_fault(self, combiner, view=None, **options):
        """Validate a view as Odoo does when one is written.

        :return: what is wrong with it; empty for nothing
        """
        try:
            tree = combiner.combine(view, **options)
            for element in get_marked(tree):
                del element.attrib[MARK]
            combiner.view.with_context(validate_view_ids=True)._validate_view(
                tree, combiner.view.model
            )
        except ValueError as error:
            return str(error)
        for element in tree.xpath('//*[@__validate__]'):
            del element.attrib['__validate__']
        is_valid = valid_view(tree, env=self.env, model=combiner.view.model)
        return '' if is_valid else "It is no valid view"
