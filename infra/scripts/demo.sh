#!/bin/sh
# With DEMO: fills the demo's server with the demo company and lets two people in. Run again, it changes nothing. A failure does not stop the deployment.
set -eu
here=$(cd "$(dirname "$0")" && pwd)

value() {
  known=
  eval "known=\${$1-unset}"
  if [ "$known" = unset ]; then known=$(azd env get-value "$1" 2>/dev/null) || known=; fi
  echo "$known"
}

server=$(value DEMO_SERVER)
[ -n "$server" ] || exit 0
group=$(value AZURE_RESOURCE_GROUP)
alice=$(value DEMO_ALICE)
bob=$(value DEMO_BOB)
address=$(value DEPLOYER_IP)

# Without DEPLOYER_IP, from anywhere for these seconds: a sign-in is asked for all the same.
shut() { az resource delete --resource-group "$group" --namespace Microsoft.DBforPostgreSQL --parent "flexibleServers/$server" --resource-type firewallRules --name seeding --output none 2>/dev/null || true; }
fill() {
  echo "Filling the demo's server $server…"
  az deployment group create --resource-group "$group" --name demo-door --template-file "$here/../demo-door.bicep" --output none \
    --parameters "server=$server" "from=${address:-0.0.0.0}" "to=${address:-255.255.255.255}" || return 1
  ids=$(az ad user show --id "$alice" --query id --output tsv) && ids="$ids $(az ad user show --id "$bob" --query id --output tsv)" || return 1
  az account get-access-token --resource-type oss-rdbms --query accessToken --output tsv |
    dotnet run --project "$here/../../local/host" -- --fill-demo "$server.postgres.database.azure.com" "$(value DEMO_ADMIN_NAME)" "alice=$alice=${ids% *}" "bob=$bob=${ids#* }"
}

trap shut EXIT
# next-steps.sh names this script again while DEMO_FILLED is false.
if fill; then
  azd env set DEMO_FILLED true || true
  echo "The demo company is there: $alice is Alice, $bob is Bob. Both sign in at $(value APP_URL) and ask: average salary by department"
else
  azd env set DEMO_FILLED false || true
  echo "The demo company is not there yet; everything else is. Try again: ./infra/scripts/demo.sh"
fi
