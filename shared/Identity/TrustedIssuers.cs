using Onbehalf.Identity.Issuers;

namespace Onbehalf.Identity;

/// <summary>The identity providers of <c>ONBEHALF_ISSUERS</c> as anybody may know them: their ids, and whether they can be used now.</summary>
public sealed class TrustedIssuers
{
    private readonly IssuerCatalog _issuers;

    internal TrustedIssuers(IssuerCatalog issuers) => _issuers = issuers;

    public async Task<IReadOnlyList<IssuerState>> ReportAsync() => await Task.WhenAll(_issuers.All.Select(static async metadata =>
    {
        var snapshot = await metadata.CurrentAsync();
        var trouble = snapshot is null ? metadata.Trouble ?? "it cannot be reached" : snapshot.HasKeys ? null : metadata.Trouble;
        return new IssuerState(metadata.Issuer.Id, trouble);
    }));
}

/// <param name="Trouble">Why nobody of this issuer can sign in, without an address; null where they can.</param>
public sealed record IssuerState(string Id, string? Trouble);
