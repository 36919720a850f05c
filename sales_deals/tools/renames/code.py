"""Rename fields in Python code, as far as it shows of which model a record is."""

import ast

from .source import text_of

#: Names by which Odoo hands records to code and to templates.
RECORDS = ('record', 'records', 'model', 'self', 'object', 'obj', 'o', 'doc', 'docs')
#: Methods whose answer is of the same model.
OF_SAME_MODEL = {
    'browse',
    'copy',
    'create',
    'exists',
    'filtered',
    'filtered_domain',
    'new',
    'search',
    'search_fetch',
    'sorted',
    'sudo',
    'with_company',
    'with_context',
    'with_env',
    'with_user',
}
TAKING_PATHS = {'mapped', 'filtered', 'sorted', 'grouped'}
TAKING_VALUES = {'create', 'write', 'update', 'new', 'copy'}
TAKING_DOMAIN = {
    'filtered_domain',
    'search',
    'search_count',
    'search_fetch',
    'search_read',
    'read_group',
    '_read_group',
}
TAKING_NAMES = {'read', 'search_read', 'search_fetch', 'fields_get', 'read_group', '_read_group'}


class Code(ast.NodeVisitor):
    """Follow records through code from where Odoo hands them to it.

    :param renamer: the :class:`texts.Renamer` that knows names and relations
    :param source: the :class:`source.Source` in which names are replaced
    :param str model: of the records
    """

    def __init__(self, renamer, source, model) -> None:
        self.renamer = renamer
        self.source = source
        self.models = dict.fromkeys(RECORDS, model)

    def model_of(self, node: ast.AST) -> str | None:
        """Return the model of the records that an expression gives, None if it is not known."""
        match node:
            case ast.Name(id=name):
                return self.models.get(name)
            case ast.Subscript(value=ast.Name(id='env') | ast.Attribute(attr='env')):
                return text_of(node.slice)
            case ast.Subscript(value=value) if not text_of(node.slice):
                return self.model_of(value)
            case ast.Subscript(value=value):
                return self.renamer.relations.get((self.model_of(value), text_of(node.slice)))
            case ast.Attribute(value=value, attr=name):
                return self.renamer.relations.get((self.model_of(value), name))
            case ast.Call(func=ast.Attribute(value=value, attr='mapped'), args=[path]):
                return self.renamer.end(self.model_of(value), text_of(path) or '')
            case ast.Call(func=ast.Attribute(value=value, attr=name)) if name in OF_SAME_MODEL:
                return self.model_of(value)
            case ast.BinOp(left=left):
                return self.model_of(left)
            case ast.BoolOp(values=values):
                return next(filter(None, map(self.model_of, values)), None)
            case ast.IfExp(body=body):
                return self.model_of(body)
        return None

    def visit_Attribute(self, node):
        self.source.replace_name(node, self.renamer.name(self.model_of(node.value), node.attr))
        self.generic_visit(node)

    def visit_Subscript(self, node):
        if (name := text_of(node.slice)) and (model := self.model_of(node.value)):
            self.source.replace_text(node.slice, self.renamer.name(model, name))
        self.generic_visit(node)

    def visit_Assign(self, node):
        self.generic_visit(node)
        for target in node.targets:
            self._bind(target, node.value)

    def visit_For(self, node):
        self._bind(node.target, node.iter)
        self.generic_visit(node)

    def visit_comprehension(self, node):
        self._bind(node.target, node.iter)
        self.generic_visit(node)

    def _visit_comprehension_first(self, node):
        for generator in node.generators:
            self.visit(generator)
        self.generic_visit(node)

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = (
        _visit_comprehension_first
    )

    def visit_Call(self, node):
        model = isinstance(node.func, ast.Attribute) and self.model_of(node.func.value)
        if model:
            self._visit_call_on(model, node.func.attr, node.args)
        self.generic_visit(node)

    def _visit_call_on(self, model, method, arguments):
        if method in TAKING_DOMAIN and arguments:
            self.renamer.edit_domain(self.source, arguments[0], model)
            arguments = arguments[1:]
        if method in TAKING_NAMES:
            for argument in arguments:
                self._rename_texts(argument, model)
        if method in TAKING_PATHS and arguments:
            self._visit_path(model, arguments[0])
        if method in TAKING_VALUES:
            for argument in arguments:
                self._visit_values(model, argument)

    def _visit_path(self, model, node):
        if isinstance(node, ast.Lambda):
            for argument in node.args.args:
                self.models[argument.arg] = model
        elif path := text_of(node):
            self.source.replace_text(node, self.renamer.path(model, path))

    def _visit_values(self, model, node):
        """Rename the keys of dictionaries of values, also in commands for related records."""
        if not isinstance(node, ast.Dict):
            for child in ast.iter_child_nodes(node):
                self._visit_values(model, child)
            return
        for key, value in zip(node.keys, node.values, strict=True):
            if name := text_of(key):
                self.source.replace_text(key, self.renamer.name(model, name))
                if leads_to := self.renamer.relations.get((model, name)):
                    self._visit_values(leads_to, value)

    def _rename_texts(self, node, model):
        for child in ast.walk(node):
            if path := text_of(child):
                self.source.replace_text(child, self.renamer.path(model, path))

    def _bind(self, target, value):
        if isinstance(target, ast.Name):
            self.models[target.id] = self.model_of(value)
