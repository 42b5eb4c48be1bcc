#!/usr/bin/env bash
# Tries the schemas in the language server of VS Code's YAML extension. Needs node 20;
# installs the rest.
set -euo pipefail
cd "$(dirname "$0")"

npm ci --no-audit --no-fund --loglevel=error
node --test --test-timeout=120000 --test-reporter=spec .
