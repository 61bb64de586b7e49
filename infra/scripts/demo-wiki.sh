#!/bin/sh
# With DEMO, once the app is deployed: makes three groups and writes the demo's wiki for them. Run again, it changes nothing. A failure does not stop the deployment.
set -eu
here=$(cd "$(dirname "$0")" && pwd)

value() {
  known=
  eval "known=\${$1-unset}"
  if [ "$known" = unset ]; then known=$(azd env get-value "$1" 2>/dev/null) || known=; fi
  echo "$known"
}

# A pipeline has no person who could be in the groups.
if [ -z "$(value DEMO_SERVER)" ] || [ -n "${CI:-}" ]; then exit 0; fi

group() { # its name in the demo, its members
  title="Onbehalf demo $(value AZURE_ENV_NAME) $1"
  id=$(az ad group list --filter "displayName eq '$title'" --query '[0].id' --output tsv) || return 1
  [ -n "$id" ] || id=$(az ad group create --display-name "$title" --mail-nickname "onbehalf-demo-$1" --query id --output tsv) || return 1
  shift
  for member in "$@"; do
    [ "$(az ad group member check --group "$id" --member-id "$member" --query value --output tsv)" = true ] ||
      az ad group member add --group "$id" --member-id "$member" >&2 || return 1
  done
  echo "$id"
}
fill() {
  echo "Writing the demo's wiki…"
  me=$(az ad signed-in-user show --query id --output tsv) || return 1
  alice=$(az ad user show --id "$(value DEMO_ALICE)" --query id --output tsv) || return 1
  bob=$(az ad user show --id "$(value DEMO_BOB)" --query id --output tsv) || return 1
  employees=$(group employees "$me" "$alice" "$bob") && hr=$(group hr "$me" "$alice") && sales=$(group sales "$me" "$bob") || return 1
  az account get-access-token --scope "$(value ONBEHALF_API_SCOPE)" --query accessToken --output tsv |
    dotnet run --project "$here/../../local/host" -- --fill-wiki "$(value APP_URL)" "employees=$employees" "hr=$hr" "sales=$sales"
}

# next-steps.sh names this script again while DEMO_WIKI is false.
if fill; then
  azd env set DEMO_WIKI true || true
  echo "The demo's wiki is there. Alice and Bob ask: what does our travel policy say about hotels?"
else
  azd env set DEMO_WIKI false || true
  echo "The demo's wiki is not there yet; everything else is. Try again: ./infra/scripts/demo-wiki.sh"
fi
