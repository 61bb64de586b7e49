#!/bin/sh
# The app's identity fetches the package itself, so its roles must have arrived. Roles that are older than ROLE_WAIT_SECONDS have.
set -eu

principal=${ONBEHALF_IDENTITY_PRINCIPAL_ID:-$(azd env get-value ONBEHALF_IDENTITY_PRINCIPAL_ID)}
newest=$(az role assignment list --assignee "$principal" --all --query 'max([].createdOn)' --output tsv 2>/dev/null || true)
if [ -z "$newest" ]; then
  echo "The roles of the app's identity cannot be read here: not waited for."
  exit 0
fi
left=$(node -e 'console.log(Math.max(0, Math.ceil(process.argv[2] - (Date.now() - Date.parse(process.argv[1])) / 1000)))' "$newest" "${ROLE_WAIT_SECONDS:-180}")
if [ "$left" -gt 0 ]; then
  echo "The app's roles are new: waiting $left seconds until every service knows them."
  sleep "$left"
fi
