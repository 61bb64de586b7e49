#!/bin/sh
# Asks the deployed app a question as the person signed in to the Azure CLI, and tries the doors that must be shut.
# With a CI identity in place of a person: SMOKE_ANONYMOUS=1, which leaves the signed-in part out.
set -eu

# azd prints its error where the value would be.
value() { if known=$(azd env get-value "$1" 2>/dev/null); then echo "$known"; fi; }

if [ -z "${SERVICE_API_URI:-}" ]; then
  SERVICE_API_URI=$(value APP_URL)
  ONBEHALF_API_SCOPE=$(value ONBEHALF_API_SCOPE)
  SERVICE_API_HOST=$(value FRONT_DOOR_BYPASS)
fi
[ -n "$SERVICE_API_URI" ] || { echo "The address of the app is not known here: run azd provision, or set SERVICE_API_URI."; exit 1; }
app=${SERVICE_API_URI%/}
failures=0
answer=$(mktemp)
headers=$(mktemp)
trap 'rm -f "$answer" "$headers"' EXIT

status() { curl --silent --show-error --max-time 90 --output "$answer" --write-out '%{http_code}' "$@" || true; }

check() { # name, statuses that are right, status
  case " $2 " in
    *" $3 "*) echo "ok    $1" ;;
    *) echo "FAIL  $1: expected $2, got $3"; failures=$((failures + 1)) ;;
  esac
}

field() { grep -o "\"$1\":\"[^\"]*\"" "$answer" | head -n 1 | cut -d '"' -f 4; }

# The first request may meet a cold start or a role that has not arrived.
for attempt in $(seq 1 "${SMOKE_ATTEMPTS:-6}"); do
  code=$(status "$app/api/health")
  [ "$code" = 200 ] || [ "$attempt" = "${SMOKE_ATTEMPTS:-6}" ] && break
  echo "waiting for the app ($attempt)"
  sleep 20
done
check "health answers" 200 "$code"
[ "$code" = 200 ] || exit 1
if ! grep -q '^{"status":"ok","version"' "$answer"; then
  echo "FAIL  health is not ok: $(cat "$answer")"
  failures=$((failures + 1))
fi

check "the page is served" 200 "$(status "$app/")"
check "the contract is served" 200 "$(status "$app/api/openapi.json")"
check "who is not known is refused" 401 "$(status "$app/api/me")"
check "a made-up token is refused" 401 "$(status --header 'Authorization: Bearer eyJhbGciOiJub25lIn0.e30.' "$app/api/me")"
check "sign-in leads to the identity provider" "200 302" "$(status "$app/auth/sign-in")"
# The doors of the host: without a key, with a wrong one, and every way of changing a turn from outside.
hub="$app/runtime/webhooks/durabletask"
check "the task hub is shut" "401 403 404" "$(status "$hub/instances")"
check "the task hub is shut to a made-up key" "401 403 404" "$(status "$hub/instances?code=made-up")"
check "nobody starts a turn from outside" "401 403 404" "$(status --request POST "$hub/orchestrators/RunTurn")"
check "nobody raises an event from outside" "401 403 404" "$(status --request POST "$hub/instances/none/raiseEvent/stop")"
check "nobody ends a turn from outside" "401 403 404" "$(status --request POST "$hub/instances/none/terminate?reason=smoke")"
check "nobody purges turns from outside" "401 403 404" "$(status --request DELETE "$hub/instances/none")"
check "the host's administration is shut" "401 403 404" "$(status "$app/admin/host/status")"
check "the host's keys are shut" "401 403 404" "$(status "$app/admin/host/systemkeys")"
if [ -n "${SERVICE_API_HOST:-}" ]; then
  check "there is no way round the Front Door" 403 "$(status "https://$SERVICE_API_HOST/api/health")"
fi

if [ -z "${SMOKE_ANONYMOUS:-}" ]; then
  if [ -z "${ONBEHALF_API_SCOPE:-}" ]; then
    echo "FAIL  ONBEHALF_API_SCOPE is not known: set it to the API's scope, or SMOKE_ANONYMOUS=1"
    exit 1
  fi
  token=$(az account get-access-token --scope "$ONBEHALF_API_SCOPE" --query accessToken --output tsv)
  # On standard input, not among the arguments, where every process of the machine could read it.
  bearer() { printf 'header = "Authorization: Bearer %s"\n' "$token" | status --config - "$@"; }

  check "I am known" 200 "$(bearer "$app/api/me")"
  check "I see my own access" 200 "$(bearer "$app/api/me/access")"
  check "a thread is opened" "200 201" "$(bearer --header 'Content-Type: application/json' --data '{"title":"Smoke test"}' "$app/api/threads")"
  thread=$(field id)
  check "a question is taken" "200 201 202" \
    "$(bearer --header 'Content-Type: application/json' --data '{"text":"Which data can I see?"}' "$app/api/threads/$thread/messages")"
  turn=$(field turnId)
  answered=no
  for attempt in $(seq 1 30); do
    bearer "$app/api/turns/$turn" >/dev/null
    case "$(field status)" in completed | refused | failed | stopped) answered=$(field status); break ;; esac
    sleep 2
  done
  check "the turn ends" completed "$answered"
  check "the audit names me" 200 "$(bearer "$app/api/audit?limit=5")"
  check "my chains are intact" 200 "$(bearer "$app/api/audit/verify")"
  if ! grep -q '"intact":true' "$answer"; then
    echo "FAIL  the audit is not intact: $(cat "$answer")"
    failures=$((failures + 1))
  fi
fi

if [ "$failures" -ne 0 ]; then
  echo "$failures failed"
  exit 1
fi
echo "all well"
