"""A day of work: what a user opens and does, and what comes of it."""

from lxml import etree


class Day:
    """Records of the house as one user has them: `day["widget"]`."""

    def __init__(self, env, house, users):
        self.env, self._house, self._users = env, house, users
        #: Names of the fields that the screens showed.
        self.seen = set()

    def __getitem__(self, name):
        return self._house[name].with_env(self.env)

    def __contains__(self, name):
        return name in self._house

    def colleague(self, name):
        """Return the user who has another role."""
        return self._users[name]

    def open(self, records, *kinds):
        """Open the records in views of these kinds, and read what the web client reads there."""
        screens = records.get_views([(False, kind) for kind in kinds])
        for kind in kinds:
            arch = etree.fromstring(screens["views"][kind]["arch"])
            self._read(records, arch, kind, screens["models"])

    def _read(self, records, arch, kind, models):
        names = self._specification(arch, records._name, models)
        self.seen |= {f"{records._name} {kind}: {name}" for name in names}
        if kind in ("form", "list", "kanban"):
            records.web_read(names)
        else:
            fields = models[records._name]["fields"]
            sums = [f"{name}:sum" for name in names if fields[name].get("aggregator") == "sum"]
            records.formatted_read_group([], [], sums)

    def _specification(self, arch, model, models):
        fields = models[model]["fields"] if model in models else {}
        wanted = {}
        for node in _own_fields(arch):
            name = node.get("name")
            if name not in fields:
                continue
            relation = fields[name].get("relation")
            wanted[name] = {}
            if relation and (inner := node.find("*")) is not None:
                wanted[name] = {"fields": self._specification(inner, relation, models)}
            elif relation and not _is_hidden(node):
                wanted[name] = {"fields": {"display_name": {}}}
        return wanted


def _own_fields(arch):
    """Yield the nodes of fields of a view, without those of the views inside it."""
    for node in arch:
        if node.tag == "field":
            yield node
        elif isinstance(node.tag, str):
            yield from _own_fields(node)


def _is_hidden(node):
    """Return whether the web client asks for ids alone, as nobody sees them."""
    return {"1", "True"} & {node.get("invisible"), node.get("column_invisible")}
