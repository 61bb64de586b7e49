using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity.Signals;

namespace Onbehalf.Functions.Identity;

/// <summary>Answers a provider's one-time validation of a signal address by echoing its text.</summary>
public sealed class ProveSignalAddress(SignalSources sources)
{
    [Function(nameof(ProveSignalAddress))]
    [Public]
    [Description("An identity provider's one-time check of the address for its signals.")]
    [Answers(200)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/webhooks/identity/{provider}")] HttpRequest request, string provider) =>
        sources.Find(provider) is { } source
        && await source.ReadAsync(new(request.Method, request.Headers, request.Query, ReadOnlyMemory<byte>.Empty)) is SignalReading.Echo echo
            ? new EchoReply(echo)
            : Problem.NotFound();
}
