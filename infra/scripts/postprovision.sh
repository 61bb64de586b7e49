#!/bin/sh
# Prints what is left to do by hand. Changes nothing.
set -eu

cat <<EOF

Onbehalf is provisioned: ${SERVICE_API_URI}

Redirect URL for the identity provider:  ${SIGN_IN_REDIRECT_URL}
Slack, once the channel is used:         ${SLACK_EVENTS_URL}
                                         ${SLACK_INTERACTIVITY_URL}
EOF

if [ -z "${ONBEHALF_CLIENT_ID:-}" ]; then
  echo
  echo "No Entra registration is in use. Set OTHER_ISSUERS, or ENTRA_CLIENT_ID and ENTRA_API_CLIENT_ID, and provision again:"
  echo "until then everybody is refused."
fi

if [ "${ONBEHALF_DIRECTORY_ACCESS_GRANTED:-false}" != "true" ] && [ -n "${ONBEHALF_CLIENT_ID:-}" ]; then
  cat <<EOF

The app may not read account state yet, so everybody is read-only at best. A Privileged Role Administrator runs once:

  graph=\$(az ad sp show --id 00000003-0000-0000-c000-000000000000 --query id --output tsv)
  for role in df021288-bdef-4463-88db-98f22de89214 98830695-27a2-4f7c-8c18-0c3ebc9698f6; do
    az rest --method POST \\
      --url "https://graph.microsoft.com/v1.0/servicePrincipals/${ONBEHALF_IDENTITY_PRINCIPAL_ID}/appRoleAssignments" \\
      --body "{\"principalId\":\"${ONBEHALF_IDENTITY_PRINCIPAL_ID}\",\"resourceId\":\"\$graph\",\"appRoleId\":\"\$role\"}"
  done
EOF
fi

cat <<EOF

The anchors of the audit cannot be changed, but their policy still can. Once the environment is there to stay:

  etag=\$(az storage container immutability-policy show --account-name ${ONBEHALF_AUDIT_ACCOUNT} --container-name anchors --query etag --output tsv)
  az storage container immutability-policy lock --account-name ${ONBEHALF_AUDIT_ACCOUNT} --container-name anchors --if-match "\$etag"

Roles take some minutes to reach every service. If the first deployment answers 403, run: azd deploy
Then: ./infra/scripts/smoke-test.sh
EOF
