# The app's identity fetches the package itself, so its roles must have arrived. Roles that are older than ROLE_WAIT_SECONDS have.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false

$principal = if ($env:ONBEHALF_IDENTITY_PRINCIPAL_ID) { $env:ONBEHALF_IDENTITY_PRINCIPAL_ID } else { azd env get-value ONBEHALF_IDENTITY_PRINCIPAL_ID }
$newest = az role assignment list --assignee $principal --all --query 'max([].createdOn)' --output tsv 2>$null
if (-not $newest) {
  Write-Output "The roles of the app's identity cannot be read here: not waited for."
  exit 0
}
$wait = if ($env:ROLE_WAIT_SECONDS) { [int] $env:ROLE_WAIT_SECONDS } else { 180 }
$left = [Math]::Ceiling($wait - ([DateTimeOffset]::UtcNow - [DateTimeOffset]::Parse("$newest")).TotalSeconds)
if ($left -gt 0) {
  Write-Output "The app's roles are new: waiting $left seconds until every service knows them."
  Start-Sleep -Seconds $left
}
exit 0
