#!/bin/sh
# Deploys the model by itself, after everything else: a missing quota or a retired model leaves an app without a model, and no half environment.
set -eu
here=$(cd "$(dirname "$0")" && pwd)

value() {
  known=
  eval "known=\${$1-unset}"
  if [ "$known" = unset ]; then known=$(azd env get-value "$1" 2>/dev/null) || known=; fi
  echo "$known"
}

# next-steps.sh names this script again while the value is false.
keep() { azd env set CHAT_DEPLOYED "$1" || true; }

[ "$(value ONBEHALF_AI)" = create ] || exit 0
group=$(value AZURE_RESOURCE_GROUP)
account=$(value CHAT_ACCOUNT)
model=$(value CHAT_MODEL)
error=$(mktemp)
trap 'rm -f "$error"' EXIT

if az deployment group create --resource-group "$group" --name model --template-file "$here/../model.bicep" --output none \
  --parameters "accountName=$account" "model=$model" "version=$(value CHAT_MODEL_VERSION)" "capacity=$(value CHAT_CAPACITY)" 2>"$error"; then
  keep true
  echo "The model $model is deployed."
else
  keep false
  cat "$error"
  echo
  echo "The model $model was not deployed; everything else is. Once there is quota, or AZURE_OPENAI_MODEL, AZURE_OPENAI_CAPACITY or"
  echo "AZURE_OPENAI_LOCATION is another: azd provision. To do without: azd env set AI none, or existing."
fi
