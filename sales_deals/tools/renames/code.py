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
TAKING_NAMES = {
    'fields_get',
    'read',
    'read_group',
    '_read_group',
    'search',
    'search_fetch',
    'search_read',
}
#: Keyword arguments of these methods, whichever it is.
OF_NAMES = {
    'aggregates',
    'allfields',
    'field_names',
    'fields',
    'groupby',
    'order',
    'orderby',
}
OF_PATHS = {'func', 'key'}
OF_VALUES = {'default', 'vals', 'vals_list', 'values'}
OF_DOMAIN = {'domain', 'having'}
#: Methods of a dictionary or a list that put something into it.
FILLING = {'append', 'extend', 'update'}


class Code(ast.NodeVisitor):
    """Follow records through code from where Odoo hands them to it.

    :param renamer: the :class:`texts.Renamer` that knows names and relations
    :param source: the :class:`source.Source` in which names are replaced
    :param str model: of the records
    :param variables: name -> model of what else there is
    """

    def __init__(self, renamer, source, model, variables=None) -> None:
        self.renamer = renamer
        self.source = source
        self.models = {**dict.fromkeys(RECORDS, model), **(variables or {})}
        #: Variable -> what has been put into the dictionary or the list that it names.
        self.contents: dict[str, list[ast.AST]] = {}

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

    def visit_Dict(self, node):
        """Rename in an action, if it tells its model."""
        parts = {text_of(key): value for key, value in zip(node.keys, node.values, strict=True)}
        if model := text_of(parts.get('res_model')):
            self.renamer.edit_domain(self.source, parts.get('domain'), model)
            self.renamer.edit_context(self.source, parts.get('context'), model)
        self.generic_visit(node)

    def visit_Assign(self, node):
        self.generic_visit(node)
        for target in node.targets:
            self._bind(target, node.value)

    def visit_AugAssign(self, node):
        self.generic_visit(node)
        self.contents.get(getattr(node.target, 'id', None), []).append(node.value)

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
        if isinstance(node.func, ast.Attribute):
            owner, method = node.func.value, node.func.attr
            if model := self.model_of(owner):
                self._visit_call_on(model, method, node)
            elif method in FILLING and getattr(owner, 'id', None) in self.contents:
                self._fill(owner.id, node)
        self.generic_visit(node)

    def _visit_call_on(self, model, method, node):
        arguments = node.args
        if method in TAKING_DOMAIN and arguments:
            self._visit_domain(model, arguments[0])
            arguments = arguments[1:]
        if method in TAKING_NAMES:
            for argument in arguments:
                self._rename_texts(argument, model)
        if method in TAKING_PATHS and arguments:
            self._visit_path(model, arguments[0])
        if method in TAKING_VALUES:
            for argument in arguments:
                self._visit_values(model, argument)
        if method == 'with_context':
            self._visit_context(model, node)
        else:
            self._visit_keywords(model, method, node.keywords)

    def _visit_keywords(self, model, method, keywords):
        """Rename in the arguments that a method is handed by their names."""
        for keyword in keywords:
            if method in TAKING_DOMAIN and keyword.arg in OF_DOMAIN:
                self._visit_domain(model, keyword.value)
            elif method in TAKING_NAMES and keyword.arg in OF_NAMES:
                self._rename_texts(keyword.value, model)
            elif method in TAKING_PATHS and keyword.arg in OF_PATHS:
                self._visit_path(model, keyword.value)
            elif method in TAKING_VALUES and keyword.arg in OF_VALUES:
                self._visit_values(model, keyword.value)

    def _visit_context(self, model, node):
        """Rename the keys of a context, however it is handed over."""
        for argument in node.args:
            self.renamer.edit_context(self.source, argument, model)
        for keyword in node.keywords:
            if keyword.arg:
                self.source.replace_keyword(keyword, self.renamer.key(model, keyword.arg))
            else:
                self.renamer.edit_context(self.source, keyword.value, model)

    def _visit_path(self, model, node):
        if isinstance(node, ast.Lambda):
            for argument in node.args.args:
                self.models[argument.arg] = model
        elif path := text_of(node):
            self.source.replace_text(node, self.renamer.order(model, path))

    def _visit_values(self, model, node):
        """Rename the keys of dictionaries of values, also in commands for related records."""
        match node:
            case ast.Dict():
                for key, value in zip(node.keys, node.values, strict=True):
                    self._visit_entry(model, key, value)
            case ast.Call(func=ast.Name(id='dict')):
                self._visit_all_values(model, node.args)
                for keyword in node.keywords:
                    self._visit_keyword_entry(model, keyword)
            case ast.Name(id=name) if name in self.contents:
                # Taken out meanwhile: it may have been made from what it named before.
                contents = self.contents.pop(name)
                self._visit_all_values(model, contents)
                self.contents[name] = contents
            case _:
                self._visit_all_values(model, ast.iter_child_nodes(node))

    def _visit_all_values(self, model, nodes):
        for node in nodes:
            self._visit_values(model, node)

    def _visit_entry(self, model, key, value):
        if name := text_of(key):
            self.source.replace_text(key, self.renamer.name(model, name))
            self._visit_value(model, name, value)
        elif key is None:
            self._visit_values(model, value)

    def _visit_keyword_entry(self, model, keyword):
        if not keyword.arg:
            self._visit_values(model, keyword.value)
            return
        self.source.replace_keyword(keyword, self.renamer.name(model, keyword.arg))
        self._visit_value(model, keyword.arg, keyword.value)

    def _visit_value(self, model, name, value):
        """Rename within the value of a field that leads to other records."""
        if leads_to := self.renamer.relations.get((model, name)):
            self._visit_values(leads_to, value)

    def _visit_domain(self, model, node):
        for part in self._get_parts(node):
            self.renamer.edit_domain(self.source, part, model)

    def _get_parts(self, node, passed=()):
        """Yield an expression and what was put into the variables that it uses."""
        yield node
        for name in {child.id for child in ast.walk(node) if isinstance(child, ast.Name)}:
            if name not in passed:
                for part in self.contents.get(name, []):
                    yield from self._get_parts(part, (*passed, name))

    def _rename_texts(self, node, model):
        for child in (child for part in self._get_parts(node) for child in ast.walk(part)):
            if path := text_of(child):
                self.source.replace_text(child, self.renamer.order(model, path))

    def _bind(self, target, value):
        if isinstance(target, ast.Name):
            self.models[target.id] = self.model_of(value)
            self._bind_contents(target.id, value)
        elif isinstance(target, ast.Subscript):
            contents = self.contents.get(getattr(target.value, 'id', None), [])
            contents.append(ast.Dict(keys=[target.slice], values=[value]))

    def _bind_contents(self, name, value):
        """Note what a dictionary or a list holds: later it may be written to records."""
        before = self.contents.pop(name, [])
        match value:
            case (
                ast.BinOp()
                | ast.Dict()
                | ast.List()
                | ast.ListComp()
                | ast.Call(func=ast.Name(id='dict' | 'Domain'))
            ):
                uses_itself = any(getattr(node, 'id', None) == name for node in ast.walk(value))
                self.contents[name] = [*(before if uses_itself else []), value]

    def _fill(self, name, call):
        entries = ast.Call(func=ast.Name(id='dict'), args=call.args, keywords=call.keywords)
        self.contents[name].append(entries)
