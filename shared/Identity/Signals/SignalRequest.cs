using Microsoft.AspNetCore.Http;

namespace Onbehalf.Identity.Signals;

/// <summary>An unauthenticated request to a signal address.</summary>
public sealed record SignalRequest(string Method, IHeaderDictionary Headers, IQueryCollection Query, ReadOnlyMemory<byte> Body)
{
    internal bool IsGet => HttpMethods.IsGet(Method);

    /// <summary>Returns the header's value, or null if there is none or more than one.</summary>
    internal string? Only(string header) => Headers[header] is [var only] ? only : null;
}
