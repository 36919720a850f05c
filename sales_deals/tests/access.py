"""A colleague's deal with a record of every model, and whoever tries to get at it."""

import inspect
from contextlib import suppress

from odoo import Command
from odoo.exceptions import AccessDenied, AccessError, MissingError
from odoo.service.model import call_kw
from odoo.tools import SQL, mute_logger

from ..models.company.base import ADDON
from .common import OfferCase
from .registry_filler import Filler

#: Stands in every text of the colleague's records.
SECRET = 'Xylophone'
#: Fields by which records belong to a deal, nearest first.
PLACES = (
    'lead_id',
    'variant_id',
    'offer_id',
    'survivor_id',
    'followup_id',
    'run_id',
    'opportunity_id',
)
DENIALS = (AccessError, AccessDenied, MissingError)
#: What the web client calls on any model, with arguments.
COMMON_CALLS = {
    'read': [],
    'web_read': [{'display_name': {}, 'write_date': {}}],
    'export_data': [['id', 'display_name']],
    'copy': [],
    'get_formview_action': [],
    'onchange': [{}, [], {'display_name': {}}],
    'unlink': [],
    'write': [{}],
}


class RolledBack(Exception):
    """Raised to undo what was tried."""


class AccessCase(OfferCase):
    """Users of every kind beside a colleague who sees only his own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        costs = cls.env.ref('sales_deals.group_show_costs')
        cls._make_roles(costs)
        cls.deal.write({'user_id': cls.victim.id, 'name': SECRET, 'description': SECRET})
        also = {
            'deal.followup.optout': {'email': 'c@example.com'},
            'deal.competitor': {'name': "Rival"},
            'deal.cadence.run': {'company_id': cls.company.id, 'user_id': cls.victim.id},
            'deal.cadence.step': {'kind': 'condition', 'condition': 'opened'},
        }
        cls.filler = Filler(cls.env, {}, also)
        cls.records = {model: cls._get_record(model) for model in cls._get_models()}
        cls.fingerprint = cls._prepare_fingerprint()
        planned = cls.deal.activity_schedule('mail.mail_activity_data_call', user_id=cls.victim.id)
        cls.choices = {
            **cls.records,
            'mail.activity': planned,
            'deal.process': cls.process_a,
            'crm.stage': cls.process_a.stage_ids[:1],
        }

    @classmethod
    def _make_roles(cls, costs):
        """Make the colleague, and users of every kind.

        :param costs: group of those who see costs
        """
        own, everything = (f'sales_team.group_sale_salesman{end}' for end in ('', '_all_leads'))
        cls.victim = cls._create_user('deal_victim', own)
        cls._forbid_costs(cls.victim)
        seeing = {'group_ids': [Command.link(costs.id)]}
        cls.roles = {
            'own': cls._create_user('role_own', own),
            'all': cls._create_user('role_all', everything),
            'without costs': cls._create_user('role_without', everything),
            'manager': cls._create_user('role_manager', 'sales_team.group_sale_manager'),
            'settings': cls._create_user(
                'role_settings', 'base.group_system,sales_deals.group_deal_settings'
            ),
            'employee': cls.employee,
            'other company': cls.stranger,
            'portal': cls.portal,
            'public': cls.public,
        }
        for name in ('own', 'all', 'manager', 'other company'):
            cls.roles[name].write(seeing)
        cls.victim.write(seeing)
        for user in cls.roles.values():
            if user.has_group('base.group_user'):
                user.group_ids += cls.env.ref('base.group_allow_export')
        cls.roles['settings'].group_ids -= cls.env.ref(own)

    @classmethod
    def _get_models(cls):
        """Return the addon's models that keep records, and those that records of it belong to."""
        own = [
            name
            for name, model in cls.env.registry.items()
            if model._original_module == ADDON and model._auto and not model._abstract
            if not model._transient and cls._get_place(name)
        ]
        return ['crm.lead', *sorted(own)]

    @classmethod
    def _get_place(cls, model):
        fields = cls.env[model]._fields
        return next((name for name in PLACES if name in fields and fields[name].store), None)

    @classmethod
    def _get_record(cls, model):
        """Return a record of the colleague's deal, made where there is none."""
        if model == 'crm.lead':
            return cls.deal
        place = cls._get_place(model)
        comodel = cls.env[model]._fields[place].comodel_name
        if comodel == 'deal.followup':
            owner = cls.env[comodel].create({'name': SECRET})
            owner.user_id = cls.victim
        else:
            owner = {
                'crm.lead': cls.deal,
                'deal.variant': cls.variant,
                'deal.offer': cls.deal.deal_offer_ids[:1],
                'deal.cadence.run': cls.deal.deal_cadence_run_ids[:1],
            }[comodel]
        found = cls.env[model].search([(place, '=', owner.id)], limit=1) if owner else None
        record = found or cls.filler.make(model, **{place: owner.id})
        cls._mark(record)
        return record

    @classmethod
    def _mark(cls, record):
        """Write the secret into the texts of a record."""
        for name, field in record._fields.items():
            if field.store and field.type in ('char', 'text', 'html') and not field.translate:
                with suppress(Exception), mute_logger('odoo.sql_db'), cls.env.cr.savepoint():
                    record.write({name: f'{SECRET} {name}'})

    # Trying

    def _call(self, user, model, method, args, **context):
        """Call a method as the web client does, and undo what it did.

        :return: what it gave, and whether it changed something
        """

        def call(env):
            return call_kw(env[model], method, args, {'context': context})

        return self._watch(user, call)

    def _watch(self, user, act):
        """Let a user act, and undo what it did.

        :param act: called with the user's environment
        :return: what it gave, as text, and whether the colleague's deal was changed
        """
        env = self.env(user=user.id)
        answer = changed = None
        before = self._get_fingerprint()
        quiet = mute_logger('odoo.sql_db', 'odoo.addons')
        with suppress(RolledBack), quiet, self.env.cr.savepoint():
            answer = repr(act(env))
            env.flush_all()
            changed = self._get_fingerprint() != before
            raise RolledBack
        self.env.invalidate_all()
        return answer, changed

    @classmethod
    def _prepare_fingerprint(cls):
        """Return SQL that gives what is stored of the colleague's deal."""
        parts = [
            SQL("SELECT COUNT(*)::text FROM mail_message WHERE res_id = %s", cls.deal.id),
        ]
        for model, record in cls.records.items():
            table = SQL.identifier(cls.env[model]._table)
            parts.append(SQL("SELECT t::text FROM %s t WHERE id = %s", table, record.id))
            if place := model != 'crm.lead' and cls._get_place(model):
                column, owner = SQL.identifier(place), record[place].id
                parts.append(
                    SQL("SELECT COUNT(*)::text FROM %s WHERE %s = %s", table, column, owner)
                )
        return SQL(" UNION ALL ").join(parts)

    def _get_fingerprint(self):
        self.env.flush_all()
        return self.env.execute_query(self.fingerprint)

    # What can be called

    @classmethod
    def _get_public_methods(cls):
        """Return model and name of each method of the addon that can be called from outside."""
        return sorted(
            {
                (model._name, name)
                for model in cls.env.registry.values()
                for definer in model.mro()
                if definer.__module__.startswith(f'odoo.addons.{ADDON}.')
                for name, method in vars(definer).items()
                if inspect.isfunction(method) and not name.startswith('_')
                if not getattr(method, '_api_private', False) and not model._abstract
            }
        )

    def _get_arguments(self, model, name):
        """Return arguments for a method, with what belongs to the colleague wherever ids go."""
        method = getattr(self.env.registry[model], name)
        parameters = list(inspect.signature(method).parameters.values())[1:]
        needed = [
            self._get_argument(parameter.name)
            for parameter in parameters
            if parameter.default is parameter.empty
            and parameter.kind is parameter.POSITIONAL_OR_KEYWORD
        ]
        if getattr(method, '_api_model', False):
            return needed
        record = self.records.get(model)
        return [record.ids if record else [1], *needed]

    def _get_argument(self, name):
        ids = {
            'lead_id': self.deal.id,
            'line_id': self.line.id,
            'variant_id': self.variant.id,
            'res_id': self.deal.id,
            'product_id': self.window.id,
        }
        known = {
            **ids,
            'vals': {},
            'values': {},
            'vals_list': [{}],
            'domain': [],
            'fields': ['display_name'],
            'ids': self.variant.ids,
            'lead_ids': self.deal.ids,
            'model': 'deal.variant',
            'figure': 'net',
            'specification': {'display_name': {}},
            'groupby': [],
            'aggregates': ['__count'],
            'field_names': [],
            'fields_spec': {'display_name': {}},
        }
        return known.get(name, 1)
