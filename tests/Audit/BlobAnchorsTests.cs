using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Identity;
using Onbehalf.Audit;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Audit;

public sealed class BlobAnchorsTests
{
    [Fact]
    public async Task Anchors_go_to_a_container_once_and_come_back_by_month()
    {
        var anchors = new BlobAnchors(await ContainerAsync(), new DefaultAzureCredential());

        await anchors.AddAsync("202601/a.json", "1"u8.ToArray(), default);
        await anchors.AddAsync("202601/b.json", "2"u8.ToArray(), default);
        await anchors.AddAsync("202602/a.json", "3"u8.ToArray(), default);
        var rewritten = await Assert.ThrowsAsync<RequestFailedException>(() => anchors.AddAsync("202601/a.json", "9"u8.ToArray(), default));

        Assert.Equal(409, rewritten.Status);
        Assert.Equal(["1", "2"], await ReadAsync(anchors, "202601"));
        Assert.Equal(["3"], await ReadAsync(anchors, "202602"));
        Assert.Empty(await ReadAsync(anchors, "202603"));
    }

    [Fact]
    public async Task A_folder_does_the_same()
    {
        var folder = Directory.CreateTempSubdirectory("onbehalf-anchors-");
        var anchors = new FolderAnchors(folder.FullName);

        await anchors.AddAsync("202601/a.json", "1"u8.ToArray(), default);
        await anchors.AddAsync("202601/b.json", "2"u8.ToArray(), default);
        await Assert.ThrowsAsync<IOException>(() => anchors.AddAsync("202601/a.json", "9"u8.ToArray(), default));

        Assert.Equal(["1", "2"], await ReadAsync(anchors, "202601"));
        Assert.Empty(await ReadAsync(anchors, "202602"));
        folder.Delete(recursive: true);
    }

    private static async Task<List<string>> ReadAsync(IAnchorStore anchors, string prefix)
    {
        var found = new List<string>();
        await foreach (var content in anchors.ReadAsync(prefix, default))
            found.Add(Encoding.UTF8.GetString(content.Span));
        return found;
    }

    /// <summary>A new container of Azurite, opened by an account signature.</summary>
    private static async Task<Uri> ContainerAsync()
    {
        var parts = (await Azurite.ConnectionStringAsync()).Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(static part => part.Split('=', 2)).ToDictionary(static pair => pair[0], static pair => pair[1]);
        var expiry = DateTimeOffset.UtcNow.AddHours(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var signed = $"{parts["AccountName"]}\nrwlac\nb\nsco\n\n{expiry}\n\n\n2019-12-12\n";
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(parts["AccountKey"]), Encoding.UTF8.GetBytes(signed)));
        var container = new Uri($"{parts["BlobEndpoint"]}/anchors{Guid.NewGuid():N}?sv=2019-12-12&ss=b&srt=sco&sp=rwlac&se={Uri.EscapeDataString(expiry)}&sig={Uri.EscapeDataString(signature)}");

        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Put, container + "&restype=container") { Headers = { { "x-ms-version", "2021-12-02" } } };
        (await http.SendAsync(request)).EnsureSuccessStatusCode();
        return container;
    }
}
