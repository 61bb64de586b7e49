using Microsoft.AspNetCore.Http;

namespace Onbehalf.Identity.Signals;

/// <summary>What came to a signal's address, before anybody knows from whom.</summary>
public sealed record SignalRequest(string Method, IHeaderDictionary Headers, IQueryCollection Query, ReadOnlyMemory<byte> Body)
{
    internal bool IsGet => HttpMethods.IsGet(Method);

    /// <summary>The header's value, or null when there is none or more than one.</summary>
    internal string? Only(string header) => Headers[header] is [var only] ? only : null;
}
