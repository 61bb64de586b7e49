using Microsoft.Identity.Client;
using Microsoft.Identity.Web;

namespace Onbehalf.Tests.Identity;

/// <summary>A managed identity that proves itself with a word, and remembers to whom.</summary>
internal sealed class PaperAssertion : ClientAssertionProviderBase
{
    public const string Word = "a word of the managed identity";

    public List<(string? Client, string? Authority)> Asked { get; } = [];

    /// <summary>The failure of the identity endpoint.</summary>
    public Exception? Fails { get; set; }

    protected override Task<ClientAssertion> GetClientAssertionAsync(AssertionRequestOptions? assertionRequestOptions)
    {
        Asked.Add((assertionRequestOptions?.ClientID, assertionRequestOptions?.Authority));
        return Fails is { } failure ? Task.FromException<ClientAssertion>(failure) : Task.FromResult(new ClientAssertion(Word, DateTimeOffset.UtcNow.AddHours(1)));
    }
}
