using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Onbehalf.Identity.Signals;

namespace Onbehalf.Tests.Identity.Offboarding;

/// <summary>A request to a signal's address that a test may spoil before it is read.</summary>
internal sealed class SentSignal
{
    public string Method { get; set; } = "POST";

    public string Query { get; set; } = "";

    public IHeaderDictionary Headers { get; } = new HeaderDictionary();

    public byte[] Body { get; set; } = [];

    public SentSignal Json(object body)
    {
        (Headers.ContentType, Body) = ("application/json", JsonSerializer.SerializeToUtf8Bytes(body));
        return this;
    }

    public SentSignal Token(string token)
    {
        (Headers.ContentType, Body) = ("application/secevent+jwt", Encoding.ASCII.GetBytes(token));
        return this;
    }

    public SentSignal With(string header, params string?[] values)
    {
        Headers[header] = values;
        return this;
    }

    public SignalRequest Request() => new(Method, Headers, new QueryCollection(QueryHelpers.ParseQuery(Query)), Body);
}
