#!/bin/sh
# Ends the demo: deletes its server, which holds nothing but made-up data, and its groups, and takes it out of the app's sources.
set -eu

server=$(azd env get-value DEMO_SERVER 2>/dev/null) || server=
azd env set DEMO false
if [ -n "$server" ]; then
  az resource delete --resource-group "$(azd env get-value AZURE_RESOURCE_GROUP)" --resource-type Microsoft.DBforPostgreSQL/flexibleServers --name "$server" --output none
fi
# Without its groups, nobody reads the demo's wiki.
environment=$(azd env get-value AZURE_ENV_NAME 2>/dev/null) || environment=
for group in employees hr sales; do
  id=$(az ad group list --filter "displayName eq 'Onbehalf demo $environment $group'" --query '[0].id' --output tsv) || id=
  if [ -n "$id" ]; then az ad group delete --group "$id" || echo "The group Onbehalf demo $environment $group is still there."; fi
done
azd provision
