using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace Onbehalf.Storage;

/// <summary>The app's own credential for its own storage and vault. It has no access to customer data.</summary>
public static class AppCredential
{
    public static TokenCredential From(IConfiguration configuration) =>
        configuration["IDENTITY_ENDPOINT"] is null
            ? new DefaultAzureCredential()
            : new ManagedIdentityCredential(configuration["AZURE_CLIENT_ID"] is { Length: > 0 } id
                ? ManagedIdentityId.FromUserAssignedClientId(id)
                : ManagedIdentityId.SystemAssigned);
}
