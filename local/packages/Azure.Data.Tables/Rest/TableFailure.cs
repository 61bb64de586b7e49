#nullable enable
using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Reads <c>{"odata.error":{"code":…,"message":{"value":…}}}</c> into the exception's code and message.</summary>
internal sealed class TableFailure : RequestFailedDetailsParser
{
    private TableFailure()
    {
    }

    public static TableFailure Parser { get; } = new();

    public static RequestFailedException Of(Response response) => new(response, null, Parser);

    public override bool TryParse(Response response, out ResponseError? error, out IDictionary<string, string>? data)
    {
        data = null;
        error = response.Headers.TryGetValue("x-ms-error-code", out var code) ? new ResponseError(code, response.ReasonPhrase) : null;
        if (response.ContentStream is { Length: > 0 } && response.Headers.ContentType?.Contains("json", StringComparison.OrdinalIgnoreCase) is true)
            error = Read(response.Content.ToMemory()) ?? error;
        return error is not null;
    }

    private static ResponseError? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.TryGetProperty("odata.error", out var error)
                ? new(error.GetProperty("code").GetString(), error.GetProperty("message").GetProperty("value").GetString())
                : null;
        }
        catch (Exception garbled) when (garbled is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
