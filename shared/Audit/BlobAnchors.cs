using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Onbehalf.Audit;

/// <summary>
/// Stores one block blob per anchor (learn.microsoft.com/rest/api/storageservices/put-blob). The container is immutable in Azure; each write
/// requires that the blob does not exist. A container address with a shared access signature needs no credential.
/// </summary>
internal sealed class BlobAnchors(Uri container, TokenCredential credential) : IAnchorStore
{
    private const string Scope = "https://storage.azure.com/.default";

    private readonly HttpPipeline _pipeline = HttpPipelineBuilder.Build(
        new BlobClientOptions(),
        container.Query.Length == 0 ? [new BearerTokenAuthenticationPolicy(credential, Scope)] : []);

    public async Task AddAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        using var message = Message(RequestMethod.Put, "/" + name, "");
        message.Request.Headers.Add("x-ms-blob-type", "BlockBlob");
        message.Request.Headers.Add("If-None-Match", "*");
        message.Request.Headers.Add("Content-Type", "application/json");
        message.Request.Content = RequestContent.Create(content);
        await SendAsync(message, cancellation);
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var marker = "";
        do
        {
            var list = await ListAsync(prefix, marker, cancellation);
            foreach (var name in list.Descendants("Blob").Select(static blob => blob.Element("Name")!.Value))
            {
                using var message = Message(RequestMethod.Get, "/" + name, "");
                yield return (await SendAsync(message, cancellation)).Content.ToArray();
            }

            marker = list.Root!.Element("NextMarker")?.Value ?? "";
        }
        while (marker.Length > 0);
    }

    private async Task<XDocument> ListAsync(string prefix, string marker, CancellationToken cancellation)
    {
        var query =
            $"restype=container&comp=list&prefix={Uri.EscapeDataString(prefix + "/")}" + (marker.Length == 0 ? "" : $"&marker={Uri.EscapeDataString(marker)}");
        using var message = Message(RequestMethod.Get, "", query);
        var response = await SendAsync(message, cancellation);
        return await XDocument.LoadAsync(response.Content.ToStream(), LoadOptions.None, cancellation);
    }

    private HttpMessage Message(RequestMethod method, string path, string query)
    {
        var message = _pipeline.CreateMessage();
        message.Request.Method = method;
        var whole = string.Join('&', new[] { container.Query.TrimStart('?'), query }.Where(static part => part.Length > 0));
        message.Request.Uri.Reset(new UriBuilder(container) { Path = container.AbsolutePath.TrimEnd('/') + path, Query = whole }.Uri);
        message.Request.Headers.Add("x-ms-version", "2021-12-02");
        return message;
    }

    private async Task<Response> SendAsync(HttpMessage message, CancellationToken cancellation)
    {
        await _pipeline.SendAsync(message, cancellation);
        return message.Response.IsError ? throw new RequestFailedException(message.Response) : message.Response;
    }

    private sealed class BlobClientOptions : ClientOptions;
}
