# The package has the extension of the chosen backend. azd hands no variable on to dotnet, so the project reads it from a file.
$ErrorActionPreference = 'Stop'
$folder = Join-Path $PSScriptRoot '../../artifacts'
$with = if ($env:DURABLE_BACKEND -eq 'DurableTaskScheduler') { 'true' } else { 'false' }
$null = New-Item -ItemType Directory -Force $folder
Set-Content (Join-Path $folder 'package.props') "<Project><PropertyGroup><WithDurableTaskScheduler>$with</WithDurableTaskScheduler></PropertyGroup></Project>"
