using System.Net;
using System.Text.Json;

namespace Onbehalf.Tests.Journeys;

/// <summary>One response: its status, its bytes as text, and its headers without those that name the request itself.</summary>
internal sealed record Answer(HttpStatusCode Status, string Text, string Headers)
{
    public JsonElement Json => JsonElement.Parse(Text);

    public JsonElement Ok() => (int)Status is >= 200 and < 300 ? Json : throw new InvalidOperationException($"{(int)Status}: {Text}");
}
