using Microsoft.IdentityModel.Protocols;

namespace Onbehalf.Identity.Issuers;

/// <summary>Fetches discovery documents and key sets, from safe addresses only.</summary>
internal sealed class IssuerDocuments(HttpClient http) : IDocumentRetriever
{
    public async Task<string> GetDocumentAsync(string address, CancellationToken cancel)
    {
        if (!Outbound.IsSafe(address))
            throw new HttpRequestException("A provider's document named an address that is not https.");
        return await http.GetStringAsync(new Uri(address), cancel);
    }
}
