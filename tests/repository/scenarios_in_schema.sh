#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The schema that the program prints is one, all scenarios of the repository are valid by it, and wrong ones are not.
# usage: scenarios_in_schema.sh ITSTORM ROOT
set -eu
python3 -c 'import jsonschema, yaml' 2>/dev/null || {
    echo "skipped: python3-jsonschema or python3-yaml is not installed"
    exit 77
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" schema >"$work/schema.json"
cat >"$work/check.py" <<'PYTHON'
import glob, json, re, sys
import jsonschema, yaml

class Core(yaml.SafeLoader):  # YAML 1.2, as editors read it: "off" is a word
    yaml_implicit_resolvers = {}

for tag, pattern, first in (("bool", "true|false", "tf"), ("int", "[-+]?[0-9]+", "-+0123456789"),
                            ("float", r"[-+]?[0-9]+\.[0-9]+", "-+0123456789"), ("null", "null|~|", ["n", "~", ""])):
    Core.add_implicit_resolver("tag:yaml.org,2002:" + tag, re.compile("^(?:%s)$" % pattern), list(first))

schema = json.load(open(sys.argv[1]))
jsonschema.Draft7Validator.check_schema(schema)
validator = jsonschema.Draft7Validator(schema)
bad = False

def load(text):
    return yaml.load(text, Core)

for path in sys.argv[2:]:
    for error in validator.iter_errors(load(open(path))):
        bad = True
        print("%s: %s: %s" % (path, "/".join(map(str, error.path)), error.message))

good = open(sys.argv[2]).read()
for wrong in ("scenario: 2\n", "no_such_key: 1\n", "seed: many\n", "limits: { sim_time: 10 }\n",
              "platform: { pes: 0 }\n", "platform: { profile: sever }\n", "hypervisor: { storm: { detect: inflihgt } }\n"):
    changed = dict(load(good))
    changed.update(load(wrong))
    if validator.is_valid(changed):
        bad = True
        print("valid, but wrong: " + wrong)
sys.exit(bad)
PYTHON
python3 "$work/check.py" "$work/schema.json" "$2"/scenarios/*.yaml "$2"/tests/end_to_end/*.yaml
