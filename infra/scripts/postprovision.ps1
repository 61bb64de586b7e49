# Prints what is left to do by hand. Changes nothing.
$ErrorActionPreference = 'Stop'

Write-Output @"

Onbehalf is provisioned: $env:SERVICE_API_URI

Redirect URL for the identity provider:  $env:SIGN_IN_REDIRECT_URL
Slack, once the channel is used:         $env:SLACK_EVENTS_URL
                                         $env:SLACK_INTERACTIVITY_URL
"@

if (-not $env:ONBEHALF_CLIENT_ID) {
  Write-Output @"

No Entra registration is in use. Set OTHER_ISSUERS, or ENTRA_CLIENT_ID and ENTRA_API_CLIENT_ID, and provision again:
until then everybody is refused.
"@
}

if ($env:ONBEHALF_DIRECTORY_ACCESS_GRANTED -ne 'true' -and $env:ONBEHALF_CLIENT_ID) {
  Write-Output @"

The app may not read account state yet, so everybody is read-only at best. A Privileged Role Administrator runs once:

  `$graph = az ad sp show --id 00000003-0000-0000-c000-000000000000 --query id --output tsv
  foreach (`$role in 'df021288-bdef-4463-88db-98f22de89214', '98830695-27a2-4f7c-8c18-0c3ebc9698f6') {
    @{ principalId = '$env:ONBEHALF_IDENTITY_PRINCIPAL_ID'; resourceId = `$graph; appRoleId = `$role } | ConvertTo-Json | Set-Content grant.json
    az rest --method POST --url 'https://graph.microsoft.com/v1.0/servicePrincipals/$env:ONBEHALF_IDENTITY_PRINCIPAL_ID/appRoleAssignments' --body '@grant.json'
  }
"@
}

Write-Output @"

The anchors of the audit cannot be changed, but their policy still can. Once the environment is there to stay:

  `$etag = az storage container immutability-policy show --account-name $env:ONBEHALF_AUDIT_ACCOUNT --container-name anchors --query etag --output tsv
  az storage container immutability-policy lock --account-name $env:ONBEHALF_AUDIT_ACCOUNT --container-name anchors --if-match `$etag

Roles take some minutes to reach every service. If the first deployment answers 403, run: azd deploy
Then: ./infra/scripts/smoke-test.ps1
"@
