#!/bin/sh
# Runs before azd creates anything: refuses what would fail half-way, and asks what only a person can answer.
# SKIP_CHECKS=true leaves out what is read from Azure and Entra.
set -eu
here=$(cd "$(dirname "$0")" && pwd)

refuse() { printf '\n%s\n' "$1" >&2; exit 1; }
note() { echo "- $1"; }
keep() { azd env set "$1" "$2"; }
is_person() { [ -t 0 ] && [ -z "${CI:-}" ]; }
has_line() { # a text, a line of it
  case "
$1
" in *"
$2
"*) true ;; *) false ;; esac
}

environment=${AZURE_ENV_NAME:-}
creates_app=${CREATE_ENTRA_APP:-true}
grants_directory=${GRANT_DIRECTORY_ACCESS:-true}
ai=${AI:-create}

command -v node >/dev/null || refuse "Node is missing: https://nodejs.org, 20.19 or later."

# What the template refuses too, in more words.
case $environment in
  *.) refuse "The environment's name ends in a dot, which Azure refuses at the end of a resource group's name. Choose another: azd env new NAME" ;;
  *[!A-Za-z0-9._-]*) refuse "The environment's name may have letters, digits, hyphens, underscores and dots. Choose another: azd env new NAME" ;;
esac
[ "${#environment}" -le 64 ] || refuse "The environment's name is longer than 64 characters. Choose another: azd env new NAME"
if [ "$creates_app" != true ]; then
  if [ -z "${ENTRA_CLIENT_ID:-}" ] && [ -z "${OTHER_ISSUERS:-}" ]; then
    refuse "Nobody could sign in: CREATE_ENTRA_APP is false, and no identity provider is set.
Either azd env set ENTRA_CLIENT_ID and ENTRA_API_CLIENT_ID to your own registrations, or OTHER_ISSUERS to another provider."
  fi
  if [ "${ENTRA_CLIENT_ID:-}" != "" ] && [ "${ENTRA_API_CLIENT_ID:-}" = "" ]; then
    refuse "ENTRA_CLIENT_ID needs ENTRA_API_CLIENT_ID, the registration of the API."
  fi
  if [ "${ENTRA_CLIENT_ID:-}" != "" ] && [ "${ENTRA_CLIENT_ID:-}" = "${ENTRA_API_CLIENT_ID:-}" ]; then
    refuse "ENTRA_CLIENT_ID and ENTRA_API_CLIENT_ID must be two registrations: the app refuses a token that was made for the web client."
  fi
fi
if [ "$ai" = existing ] && { [ -z "${AZURE_OPENAI_ENDPOINT:-}" ] || [ -z "${AZURE_OPENAI_DEPLOYMENT:-}" ]; }; then
  refuse "AI=existing needs AZURE_OPENAI_ENDPOINT and AZURE_OPENAI_DEPLOYMENT: the address of your Azure OpenAI resource and the name of its deployment."
fi
if [ -n "${FRONT_DOOR_ID:-}" ] && [ -z "${PUBLIC_ORIGIN:-}" ]; then
  refuse "FRONT_DOOR_ID needs PUBLIC_ORIGIN, the address of that Front Door: people would be sent to an address that refuses them."
fi
if [ -n "${FRONT_DOOR_ID:-}" ] && [ "${FRONT_DOOR:-false}" = true ]; then
  refuse "FRONT_DOOR creates a Front Door, and FRONT_DOOR_ID names another: set one of them."
fi
demo=${DEMO:-false}
if [ "$demo" = true ] && { [ "$creates_app" != true ] || [ "${VNET_ENABLED:-false}" = true ]; }; then
  refuse "DEMO is for trying: it needs CREATE_ENTRA_APP, and a network without VNET_ENABLED."
fi
# JSON that the template would only find broken half-way. A value of "list" is as it is, the others are in base64.
check_json() { # variable of the environment, list | array | texts, members that it needs, file of the members that it must not have
  eval "[ -n \"\${$1:-}\" ]" || return 0
  # shellcheck disable=SC2016
  node -e '
    const [name, kind, members, refused] = process.argv.slice(1);
    const value = process.env[name];
    const no = why => { console.error(`\n${name} ${why}`); process.exit(1); };
    if (kind !== "list" && !/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(value)) no("is not base64. It is made by: openssl base64 -A -in FILE");
    let read;
    try { read = JSON.parse(kind === "list" ? value : Buffer.from(value, "base64").toString("utf8")); } catch { no("is not JSON."); }
    if (kind === "list" || kind === "array") { if (!Array.isArray(read)) no("is not a JSON list."); process.exit(0); }
    if (read === null || typeof read !== "object" || Array.isArray(read)) no("is not a JSON object of names and texts.");
    if (Object.values(read).some(one => typeof one !== "string")) no("has a value that is not a text: each is written between quotes.");
    for (const member of members.split(" ").filter(Boolean)) if (!read[member]) no(`lacks ${member}.`);
    for (const member of refused ? require("fs").readFileSync(refused, "utf8").split(/\r?\n/).filter(Boolean) : [])
      if (Object.hasOwn(read, member)) no(`has ${member}, which a Flex Consumption app refuses.`);
  ' "$1" "$2" "${3:-}" "${4:-}" || exit 1
}
check_json DATA_SOURCES list
check_json OTHER_ISSUERS array
check_json IDENTITY_SIGNALS array
check_json CONNECTIONS array
if [ -n "${SLACK_TEAM:-}" ]; then
  if [ -z "${SLACK_CLIENT_ID:-}" ] || [ -z "${SLACK_SECRETS:-}" ]; then
    refuse "SLACK_TEAM needs SLACK_CLIENT_ID and SLACK_SECRETS: docs/slack.md has the commands."
  fi
  check_json SLACK_SECRETS texts "signingSecret botToken clientSecret"
fi
check_json EXTRA_SETTINGS texts "" "$here/../flex-refused-settings.txt"

if [ -z "${ALERT_EMAIL+set}" ] && is_person; then
  printf 'Who is notified of alerts and of the budget? An e-mail address, or nothing for nobody: '
  read -r email
  keep ALERT_EMAIL "$email"
fi

month=$(date -u +%Y-%m-01)
if [ "${SKIP_CHECKS:-}" = true ]; then
  [ -n "${BUDGET_START:-}" ] || keep BUDGET_START "$month"
  [ -n "${AZURE_OPENAI_LOCATION:-}" ] || keep AZURE_OPENAI_LOCATION "${AZURE_LOCATION:-swedencentral}"
  exit 0
fi

command -v az >/dev/null || refuse "The Azure CLI is missing: https://aka.ms/azure-cli"
az account show --output none 2>/dev/null || refuse "The Azure CLI is not signed in: az login"
subscription=${AZURE_SUBSCRIPTION_ID:-$(az account show --query id --output tsv)}
me=$(az ad signed-in-user show --query id --output tsv 2>/dev/null || true)

if [ -n "${AZURE_LOCATION:-}" ]; then
  regions=$(az functionapp list-flexconsumption-locations --query '[].name' --output tsv 2>/dev/null || true)
  if [ -n "$regions" ] && ! has_line "$regions" "$AZURE_LOCATION"; then
    refuse "$AZURE_LOCATION does not offer Flex Consumption. Choose one of these by azd env set AZURE_LOCATION: $(echo "$regions" | tr '\n' ' ')"
  fi
fi

group=rg-$environment
place=$(az group show --name "$group" --subscription "$subscription" --query location --output tsv 2>/dev/null || true)
if [ -n "$place" ] && [ -n "${AZURE_LOCATION:-}" ] && [ "$place" != "$AZURE_LOCATION" ]; then
  refuse "The resource group $group is in $place, and a group cannot move. Either azd env set AZURE_LOCATION $place, or azd down --purge first."
fi

# A budget's first month cannot change while it exists, and must not be over when it is created.
budget=https://management.azure.com/subscriptions/$subscription/resourceGroups/$group/providers/Microsoft.Consumption/budgets/onbehalf
start=$(az rest --method GET --url "$budget?api-version=2023-11-01" --query properties.timePeriod.startDate --output tsv 2>/dev/null | cut -c 1-10 || true)
[ "${BUDGET_START:-}" = "${start:-$month}" ] || keep BUDGET_START "${start:-$month}"

if [ "${VNET_ENABLED:-false}" = true ] && [ "$(az provider show --namespace Microsoft.App --query registrationState --output tsv 2>/dev/null || true)" != Registered ]; then
  refuse "VNET_ENABLED needs the provider Microsoft.App: az provider register --namespace Microsoft.App --wait"
fi

is_admin() { true; }
if [ -z "$me" ]; then
  note "Signed in as an application: its roles are not checked."
else
  if ! roles=$(az role assignment list --assignee "$me" --scope "/subscriptions/$subscription" --include-inherited --include-groups --query '[].roleDefinitionName' --output tsv 2>/dev/null); then
    note "Your roles on subscription $subscription cannot be read: they are not checked."
  elif ! has_line "$roles" Owner && ! { has_line "$roles" Contributor && has_line "$roles" 'User Access Administrator'; }; then
    refuse "Your roles on subscription $subscription do not suffice: Owner is needed, or Contributor together with User Access Administrator.
The deployment assigns roles and defines two. A role that only a custom role or PIM gives you is not seen here: SKIP_CHECKS=true goes on."
  fi

  graph=https://graph.microsoft.com/v1.0
  # Graph answers a cast of transitive members only with this header and this count.
  knows_duties=true
  duties=$(az rest --method GET --url "$graph/me/transitiveMemberOf/microsoft.graph.directoryRole?\$count=true" --headers ConsistencyLevel=eventual --query 'value[].displayName' --output tsv 2>/dev/null) || knows_duties=false
  [ "$knows_duties" = true ] || note "Your roles in Entra cannot be read: they are not checked."
  is_admin() { [ "$knows_duties" = false ] || has_line "$duties" 'Global Administrator' || has_line "$duties" "$1"; }
  if [ "$creates_app" = true ] && ! is_admin 'Application Administrator' && ! is_admin 'Cloud Application Administrator'; then
    if [ "$(az rest --method GET --url "$graph/me?\$select=userType" --query userType --output tsv 2>/dev/null || true)" = Guest ]; then
      refuse "You are a guest of this tenant, and guests may not register applications. Ask an Application Administrator for the two registrations
(docs/deploy-tenant.md), then: azd env set CREATE_ENTRA_APP false"
    fi
    if [ "$(az rest --method GET --url "$graph/policies/authorizationPolicy" --query defaultUserRolePermissions.allowedToCreateApps --output tsv 2>/dev/null || true)" = false ]; then
      refuse "This tenant lets only administrators register applications. Ask an Application Administrator for the two registrations
(docs/deploy-tenant.md), then: azd env set CREATE_ENTRA_APP false"
    fi
  fi
  if [ "$grants_directory" = true ] && ! is_admin 'Privileged Role Administrator'; then
    refuse "GRANT_DIRECTORY_ACCESS needs a Privileged Role Administrator: the app may then read account state and groups.
Without: azd env set GRANT_DIRECTORY_ACCESS false. The next steps then print a command for such an administrator."
  fi
fi

if [ "$demo" = true ] || [ "${DATABASE_SIGN_IN:-false}" = true ]; then
  if [ -n "$me" ] && ! is_admin 'Application Administrator' && ! is_admin 'Cloud Application Administrator'; then
    refuse "DEMO and DATABASE_SIGN_IN need an Application Administrator, who consents for everybody that people's own sign-ins open databases."
  fi
  # Azure's databases have their application in a tenant only once somebody asked for it.
  databases=123cd850-d9df-40bd-94d5-c9f07b7fa203
  if ! az ad sp show --id "$databases" --output none 2>/dev/null && ! az ad sp create --id "$databases" --output none 2>/dev/null; then
    refuse "The tenant has no service principal of Azure OSSRDBMS Database. An Application Administrator runs once: az ad sp create --id $databases"
  fi
fi

if [ "$demo" = true ]; then
  [ -n "$me" ] || refuse "DEMO needs a person who deploys: the server is filled with that person's own sign-in."
  admin=$(az ad signed-in-user show --query userPrincipalName --output tsv)
  case $admin in *'#EXT#'*) refuse "You are a guest here, and DEMO needs a member of this tenant who deploys: a database knows guests under another name. Without: azd env set DEMO false" ;; esac
  [ "${DEMO_ADMIN_ID:-}" = "$me" ] || keep DEMO_ADMIN_ID "$me"
  [ "${DEMO_ADMIN_NAME:-}" = "$admin" ] || keep DEMO_ADMIN_NAME "$admin"
  demo_person() { # variable, its value, the person of the demo
    person=$2
    if [ -z "$person" ] && is_person; then
      printf 'Who is %s in the demo? The user name (name@domain) of somebody of this tenant other than you: ' "$3"
      read -r person
      keep "$1" "$person"
    fi
    [ -n "$person" ] || refuse "DEMO needs two people of this tenant: azd env set DEMO_ALICE and DEMO_BOB to their user names (name@domain). docs/deployment.md makes two."
    case $person in *'#EXT#'*) refuse "$person is a guest, and a database knows guests under another name. Name a member for $1." ;; esac
    found=$(az ad user show --id "$person" --query id --output tsv 2>/dev/null || true)
    [ -n "$found" ] || refuse "$person, of $1, is not somebody of this tenant: azd env set $1 NAME@DOMAIN"
    [ "$found" != "$me" ] || refuse "$1 cannot be you: who administers the demo's server may read all of it."
  }
  demo_person DEMO_ALICE "${DEMO_ALICE:-}" 'Alice, who is in HR,'
  first=$found
  demo_person DEMO_BOB "${DEMO_BOB:-}" 'Bob, who sells in EMEA,'
  [ "$found" != "$first" ] || refuse "DEMO_ALICE and DEMO_BOB must be two people: they see different answers."
fi

# The model is deployed last and by itself, so a missing quota stops nothing.
if [ "$ai" != create ]; then
  [ -n "${AZURE_OPENAI_LOCATION:-}" ] || keep AZURE_OPENAI_LOCATION "${AZURE_LOCATION:-swedencentral}"
elif [ -n "${AZURE_LOCATION:-}${AZURE_OPENAI_LOCATION:-}" ]; then
  model=${AZURE_OPENAI_MODEL:-$(sed -n 's/^  "default": "\(.*\)",$/\1/p' "$here/../models.json")}
  capacity=${AZURE_OPENAI_CAPACITY:-0}
  [ "$capacity" != 0 ] || capacity=$(sed -n 's/^  "capacity": \([0-9]*\),$/\1/p' "$here/../models.json")
  has_quota() {
    free=$(az cognitiveservices usage list --location "$1" --query "[?name.value=='OpenAI.GlobalStandard.$model'].[limit, currentValue]" --output tsv 2>/dev/null | awk '{ print int($1 - $2) }')
    [ "${free:-0}" -ge "$capacity" ]
  }
  if [ -n "${AZURE_OPENAI_LOCATION:-}" ]; then
    has_quota "$AZURE_OPENAI_LOCATION" || note "$AZURE_OPENAI_LOCATION has no quota of $capacity thousand tokens a minute for $model: it may not be deployed. https://aka.ms/oai/quotaincrease"
  else
    chosen=
    for region in "$AZURE_LOCATION" swedencentral eastus2 westus3 francecentral; do
      if has_quota "$region"; then chosen=$region; break; fi
    done
    if [ -z "$chosen" ]; then
      note "No region was found with a quota of $capacity thousand tokens a minute for $model: the app will be there without a model. https://aka.ms/oai/quotaincrease"
    elif [ "$chosen" != "$AZURE_LOCATION" ]; then
      note "The model goes to $chosen, since $AZURE_LOCATION has no quota for $model."
    fi
    keep AZURE_OPENAI_LOCATION "${chosen:-$AZURE_LOCATION}"
  fi
fi

# After azd down: the old vault, model account and registrations still hold their names.
answer() { # what is left, whether it may be purged
  choice=${SOFT_DELETED:-}
  if [ -z "$choice" ] && is_person; then
    printf '%s is deleted but not purged, and holds the name. recover, or purge for good? ' "$1" >&2
    read -r choice
  fi
  case $choice in
    recover) ;;
    purge) [ "$2" != true ] || refuse "$1 has purge protection: it can only be recovered. SOFT_DELETED=recover" ;;
    *) refuse "$1 is deleted but not purged, and holds the name. Say what to do: azd env set SOFT_DELETED recover, or purge" ;;
  esac
}
purge() { # what is left, the command that purges it
  left=$1
  shift
  "$@" || refuse "$left was not purged; the reason is above. Ask somebody with the permission to purge it, or run: azd env set SOFT_DELETED recover"
}

vault=$(az keyvault list-deleted --resource-type vault --subscription "$subscription" --output tsv \
  --query "[?properties.tags.\"azd-env-name\"=='$environment' && properties.location=='${AZURE_LOCATION:-}'].[name, properties.location, properties.purgeProtectionEnabled]" 2>/dev/null | head -n 1)
recover=false
if [ -n "$vault" ]; then
  name=$(echo "$vault" | cut -f 1)
  answer "The vault $name" "$(echo "$vault" | cut -f 3 | tr T t)"
  if [ "$choice" = purge ]; then
    purge "The vault $name" az keyvault purge --subscription "$subscription" --name "$name" --location "$(echo "$vault" | cut -f 2)"
  else
    recover=true
  fi
fi
[ "${RECOVER_VAULT:-false}" = "$recover" ] || keep RECOVER_VAULT "$recover"

account=$(az cognitiveservices account list-deleted --subscription "$subscription" --output tsv \
  --query "[?tags.\"azd-env-name\"=='$environment'].[name, location, id]" 2>/dev/null | head -n 1)
recover=false
if [ -n "$account" ]; then
  name=$(echo "$account" | cut -f 1)
  answer "The model account $name" false
  if [ "$choice" = purge ]; then
    purge "The model account $name" az cognitiveservices account purge --subscription "$subscription" --name "$name" --location "$(echo "$account" | cut -f 2)" --resource-group "$group"
  else
    recover=true
  fi
fi
[ "${RECOVER_OPENAI:-false}" = "$recover" ] || keep RECOVER_OPENAI "$recover"

if [ "$creates_app" = true ]; then
  deleted=https://graph.microsoft.com/v1.0/directory/deletedItems
  for id in $(az rest --method GET --url "$deleted/microsoft.graph.application" --query "value[?displayName=='Onbehalf ($environment)' || displayName=='Onbehalf ($environment) API'].id" --output tsv 2>/dev/null || true); do
    answer "The app registration $id" false
    if [ "$choice" = purge ]; then
      purge "The app registration $id" az rest --method DELETE --url "$deleted/$id"
    else
      az rest --method POST --url "$deleted/$id/restore" --output none ||
        refuse "The app registration $id was not recovered; the reason is above. An Application Administrator recovers it, or: azd env set SOFT_DELETED purge"
    fi
  done
fi
