using Azure.Core;
using Azure.Core.Pipeline;

namespace Onbehalf.Tests.Durable;

/// <summary>Cuts a hub off from its instances from one request on: before the store sees it, or after, when only the answer is lost.</summary>
internal sealed class StoreFailure(int at, bool afterTheStore) : HttpPipelinePolicy
{
    private int _requests;

    public bool HasStruck => Volatile.Read(ref _requests) >= at;

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The engine does not block.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (!Counts(message.Request))
        {
            await ProcessNextAsync(message, pipeline);
            return;
        }

        var number = Interlocked.Increment(ref _requests);
        if (number > at || (number == at && !afterTheStore))
            throw new IOException("The connection broke.");
        await ProcessNextAsync(message, pipeline);
        if (number == at)
            throw new IOException("The answer was lost.");
    }

    // Registration and polling happen by the clock; what an instance stores does not.
    private static bool Counts(Request request)
    {
        var path = request.Uri.Path;
        return path.Contains("$batch", StringComparison.Ordinal)
            || (path.Contains("Instances", StringComparison.Ordinal) && request.Method != RequestMethod.Get)
            || (path.Contains("Inbox", StringComparison.Ordinal) && request.Method != RequestMethod.Get);
    }
}
