#!/bin/sh
# Ends the demo: deletes its server, which holds nothing but made-up data, and takes it out of the app's sources.
set -eu

server=$(azd env get-value DEMO_SERVER 2>/dev/null) || server=
azd env set DEMO false
if [ -n "$server" ]; then
  az resource delete --resource-group "$(azd env get-value AZURE_RESOURCE_GROUP)" --resource-type Microsoft.DBforPostgreSQL/flexibleServers --name "$server" --output none
fi
azd provision
