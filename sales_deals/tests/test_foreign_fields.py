"""What the addon must not do to fields of Odoo, of other addons and of customers."""

from odoo.tests import TransactionCase, new_test_user, tagged

ADDON = 'sales_deals'
#: Attributes that say what others' code and users may do with a field.
DECISIVE = {'copy', 'domain', 'groups', 'ondelete', 'readonly', 'required'}
ADDS_A_CHOICE = "it says what becomes of a choice of ours when the addon goes"
#: (Model, field, attribute) -> why we change it.
REASONS = {
    ('crm.lead', 'stage_id', 'domain'): (
        "a deal takes stages of its own process; the server refuses others"
    ),
    ('crm.lead2opportunity.partner', 'action', 'ondelete'): ADDS_A_CHOICE,
    ('crm.lead2opportunity.partner.mass', 'action', 'ondelete'): ADDS_A_CHOICE,
    ('mail.alias', 'alias_contact', 'ondelete'): ADDS_A_CHOICE,
}


@tagged('post_install', '-at_install')
class TestForeignFields(TransactionCase):
    def _get_fields(self, *, own):
        """Return the fields that the addon alone defines, or those that it extends.

        Models of the addon are left out: their fields, also those of mixins, are its own.
        """
        return [
            field
            for model in self.env.registry.values()
            if model._original_module != ADDON
            for field in model._fields.values()
            if ADDON in field._modules and (set(field._modules) == {ADDON}) == own
        ]

    def _get_changes(self, field):
        """Return the names of the attributes that the addon gives to a field of others."""
        return {
            name
            for definer in self.env.registry[field.model_name].mro()
            if getattr(definer, '_module', None) == ADDON and field.name in vars(definer)
            for name in vars(definer)[field.name]._args__ or ()
        }

    def test_what_is_changed_of_others_fields_has_a_reason(self):
        changed = {
            (field.model_name, field.name, name)
            for field in self._get_fields(own=False)
            for name in self._get_changes(field) & DECISIVE
        }
        self.assertEqual(changed, set(REASONS))

    def test_whoever_may_read_a_record_of_odoo_may_read_all_of_it(self):
        """`read()` without names of fields, and forms, must not fail by a field of ours."""
        groups = ('base.group_user', 'account.group_account_manager', 'base.group_system')
        for number, group in enumerate(groups):
            user = new_test_user(self.env, f'reader_{number}', group)
            for field in self._get_fields(own=True):
                model = self.env[field.model_name].with_user(user)
                is_read = model.has_access('read') and model._has_field_access(field, 'read')
                if is_read and field.type in ('one2many', 'many2many') and not model._abstract:
                    comodel = model.env[field.comodel_name]
                    self.assertTrue(comodel.has_access('read'), f"{field} for {group}")

    def test_no_field_of_others_depends_on_one_of_ours(self):
        """Odoo removes by force what customers have made depend on a field that goes."""
        registry = self.env.registry
        found = {
            f"{dependent} depends on {field}"
            for field in self._get_fields(own=True)
            for dependent in registry.get_dependent_fields(field)
            if set(dependent._modules) != {ADDON}
            if registry[dependent.model_name]._original_module != ADDON
        }
        self.assertFalse(found)
