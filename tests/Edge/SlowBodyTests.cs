using System.Net;
using System.Text;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Edge;

[Collection(PeopleChange.Name)]
public sealed class SlowBodyTests
{
    [Fact]
    public async Task Whoever_is_disabled_while_they_send_a_body_writes_nothing()
    {
        await using var app = await InProcessApp.StartAsync();
        var client = await app.AsAsync("bob");
        using var body = new SlowContent("""{"text":"bob was here"}""", () => app.ChangeAsync("bob", "disable"));

        HttpStatusCode status;
        try
        {
            using var answer = await client.PostAsync(new Uri("api/memory", UriKind.Relative), body);
            status = answer.StatusCode;
        }
        finally
        {
            await app.ChangeAsync("bob", "enable");
        }

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Equal(0, (await client.SendAsync("GET", "api/memory")).Ok().GetProperty("items").GetArrayLength());
    }

    /// <summary>Sends half of a JSON text, does something, then sends the rest.</summary>
    private sealed class SlowContent : HttpContent
    {
        private readonly byte[] _bytes;
        private readonly Func<Task> _between;

        public SlowContent(string json, Func<Task> between)
        {
            (_bytes, _between) = (Encoding.UTF8.GetBytes(json), between);
            Headers.ContentType = new("application/json");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var half = _bytes.Length / 2;
            await stream.WriteAsync(_bytes.AsMemory(0, half));
            await stream.FlushAsync();
            await Task.Delay(TimeSpan.FromSeconds(1));
            await _between();
            await stream.WriteAsync(_bytes.AsMemory(half));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _bytes.Length;
            return true;
        }
    }
}
