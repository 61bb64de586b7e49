#!/bin/sh
# Prints the remaining manual steps, after azd provision and on request. Changes nothing.
set -eu

# For values of the scripts that run just before: the environment of this process may hold older ones.
written() { known=$(azd env get-value "$1" 2>/dev/null) || known=; echo "$known"; }
value() {
  known=
  eval "known=\${$1-unset}"
  if [ "$known" = unset ]; then written "$1"; else echo "$known"; fi
}
app=$(value APP_URL)
client=$(value ONBEHALF_CLIENT_ID)
principal=$(value ONBEHALF_IDENTITY_PRINCIPAL_ID)
account=$(value ONBEHALF_AUDIT_ACCOUNT)

cat <<EOF

Onbehalf is provisioned: $app

Redirect URL for the identity provider:  $(value SIGN_IN_REDIRECT_URL)
Slack, once the channel is used:         $(value SLACK_EVENTS_URL)
                                         $(value SLACK_INTERACTIVITY_URL)
EOF

if [ "$(value ONBEHALF_AI)" = create ] && [ "$(written CHAT_DEPLOYED)" = false ]; then
  cat <<EOF

The model $(value CHAT_MODEL) is not deployed, so the agent cannot answer. Once there is quota (https://aka.ms/oai/quotaincrease):

  ./infra/scripts/deploy-model.sh

For another model, capacity or region set AZURE_OPENAI_MODEL, AZURE_OPENAI_CAPACITY or AZURE_OPENAI_LOCATION, then: azd provision
EOF
fi

if [ -n "$(value DEMO_SERVER)" ] && [ "$(written DEMO_FILLED)" = false ]; then
  cat <<EOF

The demo company is not there yet. Try again:

  ./infra/scripts/demo.sh
EOF
fi

if [ -n "$(value DEMO_SERVER)" ] && [ "$(written DEMO_WIKI)" = false ]; then
  cat <<EOF

The demo's wiki is not there yet. Try again, once the app is deployed:

  ./infra/scripts/demo-wiki.sh
EOF
fi

if [ "$(value ONBEHALF_DIRECTORY_ACCESS_GRANTED)" != true ] && [ -n "$client" ]; then
  cat <<EOF

The app may not read account state yet, so everybody is read-only at best. A Privileged Role Administrator runs once:

  graph=\$(az ad sp show --id 00000003-0000-0000-c000-000000000000 --query id --output tsv)
  az rest --method POST \\
    --url "https://graph.microsoft.com/v1.0/servicePrincipals/$principal/appRoleAssignments" \\
    --body "{\"principalId\":\"$principal\",\"resourceId\":\"\$graph\",\"appRoleId\":\"df021288-bdef-4463-88db-98f22de89214\"}"
EOF
fi

if [ "$(value ONBEHALF_ASSIGNMENT_REQUIRED)" = true ]; then
  cat <<EOF

Only people and groups that are assigned can sign in, and they cannot consent for themselves. An Application Administrator assigns them to the
enterprise applications of $client and $(value ONBEHALF_API_CLIENT_ID) (Entra admin center, Enterprise applications, Users and groups), and runs once:

  az ad app permission admin-consent --id $client
EOF
fi

if [ "$(value ONBEHALF_AI)" = existing ]; then
  cat <<EOF

The app's identity needs a role on your Azure OpenAI resource. Its owner runs once:

  az role assignment create --assignee-object-id $principal --assignee-principal-type ServicePrincipal --role "Cognitive Services OpenAI User" --scope RESOURCE_ID
EOF
fi

if [ "$(value ONBEHALF_ANCHORS_LOCKED)" != true ]; then
  cat <<EOF

The anchors of the audit cannot be changed, but their policy still can. For a permanent environment, lock it. A lock is irreversible:

  etag=\$(az storage container immutability-policy show --account-name $account --container-name anchors --query etag --output tsv)
  az storage container immutability-policy lock --account-name $account --container-name anchors --if-match "\$etag"
  azd env set ANCHORS_LOCKED true
EOF
fi

cat <<EOF

Once it is deployed: ./infra/scripts/smoke-test.sh
Print these steps again: ./infra/scripts/next-steps.sh
EOF
