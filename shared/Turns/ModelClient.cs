using System.ClientModel;
using System.ClientModel.Primitives;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Identity;
using Microsoft.Extensions.Logging;
using Onbehalf.Turns.Chat;

namespace Onbehalf.Turns;

/// <summary>
/// Sends requests to the model and reads its streamed answers. The model is a declared data processor. It gets only the request and must not store
/// it (<c>store=false</c>). Its output is untrusted.
/// </summary>
public sealed partial class ModelClient
{
    private const int MostErrorBytes = 64 * 1024;
    private const int MostRefused = 32;
    private const string TooLong = "a line is too long";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(800);

    /// <summary>The wait for the end of the stream after a finished answer, because some servers leave the connection open.</summary>
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(2);

    private readonly ModelEndpoint? _endpoint;
    private readonly AgentLimits _limits;
    private readonly ModelOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private int _refusedImages;
    private ImmutableHashSet<string> _refused = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    internal ModelClient(ModelEndpoint? endpoint, AgentLimits limits, ModelOptions options, TimeProvider clock, ILogger<ModelClient> logger)
    {
        _endpoint = endpoint;
        _limits = limits;
        _options = options;
        _clock = clock;
        _logger = logger;
    }

    public bool IsConfigured => _endpoint is not null;

    /// <summary>The configured model or deployment; null without one.</summary>
    public string? Name => _endpoint?.Model;

    /// <summary>The host that receives the requests.</summary>
    public string? Host => _endpoint?.Host;

    public bool IsAzure => _endpoint?.IsAzure == true;

    /// <summary>True if the operator allows images in requests.</summary>
    public bool TakesImages { get; internal init; }

    /// <summary>The number of requests that were repeated without their images.</summary>
    internal int RefusedImages => _refusedImages;

    /// <summary>The request fields that the endpoint refused. Later requests omit them.</summary>
    public IReadOnlyCollection<string> RefusedFields => _refused;

    internal async Task<ModelAnswer> AskAsync(ModelRequest request, Func<string, ValueTask> onText, CancellationToken cancellation)
    {
        if (_endpoint is null)
            return new ModelAnswer.Failed("model-unavailable") { Cause = "no model is configured" };
        using var deadline = new CancellationTokenSource(_limits.ModelCall, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            return await AskAsync(_endpoint, request, onText, _clock.GetTimestamp(), either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Fail("model-too-slow", "no answer in time");
        }
        catch (Exception failure) when (IsOfNetwork(failure) || failure is AuthenticationFailedException)
        {
            return Fail("model-unavailable", KindOf(failure));
        }
        catch (InvalidDataException)
        {
            return Fail("model-garbled", TooLong);
        }
        catch (Exception garbage)
            when (garbage
                    is JsonException
                        or FormatException
                        or ArgumentException
                        or InvalidOperationException
                        or KeyNotFoundException
                        or RegexMatchTimeoutException)
        {
            return Fail("model-garbled", garbage is JsonException ? "a chunk is not JSON" : garbage.GetType().Name);
        }
    }

    private async Task<ModelAnswer> AskAsync(
        ModelEndpoint endpoint, ModelRequest request, Func<string, ValueTask> onText, long since, CancellationToken cancellation)
    {
        var leftOut = _refused;
        var mayRepeat = true;
        while (true)
        {
            var body = new ChatBody(endpoint.Model, request, _options, leftOut);
            using var response = await SendAsync(endpoint, body.Write(), mayRepeat, cancellation);
            if (response is null)
            {
                mayRepeat = false;
                await Task.Delay(Pause, _clock, cancellation);
                continue;
            }

            if (!response.IsError)
            {
                Remember(leftOut);
                return await ReadAsync(response.ContentStream ?? Stream.Null, request, onText, cancellation);
            }

            var fault = ProviderFault.Of(response.Status, await ErrorAsync(response, cancellation));
            if (fault.RefusedFields(body.Optional) is { IsEmpty: false } refused)
            {
                leftOut = leftOut.Union(refused);
                continue;
            }

            // The model does not accept images or cannot decode one. The request is repeated without images.
            if (request.HasImages && fault.IsRefusal && !fault.IsFiltered && fault.Status is not (401 or 402 or 403 or 404))
            {
                Interlocked.Increment(ref _refusedImages);
                Log.ImagesRefused(_logger, fault.ToString());
                request = request.WithoutImages();
                continue;
            }

            var wait = RetryAfter.Of(response.Headers, _clock.GetUtcNow());
            if (!mayRepeat || !IsPassing(fault) || (wait ?? Pause) >= _limits.ModelCall - _clock.GetElapsedTime(since))
                return Fail(fault, wait is not null);
            mayRepeat = false;
            await Task.Delay(wait ?? Pause, _clock, cancellation);
        }
    }

    /// <summary>Returns null if the endpoint was unreachable and the call can be repeated.</summary>
    private static async Task<PipelineResponse?> SendAsync(ModelEndpoint endpoint, ReadOnlyMemory<byte> body, bool mayRepeat, CancellationToken cancellation)
    {
        using var content = BinaryContent.Create(BinaryData.FromBytes(body));
        var options = new RequestOptions { BufferResponse = false, CancellationToken = cancellation, ErrorOptions = ClientErrorBehaviors.NoThrow };
        try
        {
            return (await endpoint.Chat.CompleteChatAsync(content, options)).GetRawResponse();
        }
        catch (Exception failure) when (mayRepeat && IsOfNetwork(failure))
        {
            return null;
        }
    }

    private async Task<ModelAnswer> ReadAsync(Stream stream, ModelRequest request, Func<string, ValueTask> onText, CancellationToken cancellation)
    {
        var reader = new AnswerReader(request, _limits.ReplyCharacters);
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            await foreach (var read in ChatEvents.ReadAsync(stream, listening.Token))
            {
                listening.CancelAfter(Timeout.InfiniteTimeSpan);
                if (reader.Take(read) is { Length: > 0 } said)
                    await onText(said);
                if (reader.IsOver)
                    break;
                if (reader.IsFinished)
                    listening.CancelAfter(Afterwards);
            }
        }
        catch (Exception over)
            when (reader.IsFinished
                && !cancellation.IsCancellationRequested
                && (over is OperationCanceledException or InvalidDataException || IsOfNetwork(over)))
        {
            // The answer is already complete.
        }

        if (reader.Fault is { } fault)
            return Fail(fault, isLater: false, " in the stream");
        var answer = reader.Answer();
        return answer is ModelAnswer.Failed failed ? Fail(failed.Code, reader.Garbled ?? "finish reason") : answer;
    }

    private void Remember(ImmutableHashSet<string> leftOut)
    {
        if (leftOut.Except(_refused) is not { IsEmpty: false } learnt || leftOut.Count > MostRefused)
            return;
        ImmutableInterlocked.Update(ref _refused, static (known, more) => known.Union(more), learnt);
        Log.FieldsRefused(_logger, string.Join(", ", learnt.Order(StringComparer.Ordinal)));
    }

    private ModelAnswer.Failed Fail(ProviderFault fault, bool isLater, string where = "")
    {
        var code = fault switch
        {
            { IsFiltered: true } => "model-filtered",
            _ when fault.IsBusy || (isLater && IsPassing(fault)) => "model-busy",
            { IsRefusal: true } => "model-refused",
            _ => "model-unavailable",
        };
        return Fail(code, fault + where) with { Status = fault.Status };
    }

    private ModelAnswer.Failed Fail(string code, string cause)
    {
        Log.CallFailed(_logger, code, cause);
        return new(code) { Cause = cause };
    }

    private static bool IsPassing(ProviderFault fault) => !fault.IsOutOfFunds && fault.Status is 408 or 429 or 500 or 502 or 503 or 504 or 529;

    private static bool IsOfNetwork(Exception failure) => failure is ClientResultException or HttpRequestException or IOException or AggregateException;

    private static string KindOf(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } request)
                return request.HttpRequestError.ToString();
        }

        return failure.GetType().Name;
    }

    private static async Task<string> ErrorAsync(PipelineResponse response, CancellationToken cancellation)
    {
        if (response.ContentStream is not { } stream)
            return "";
        var bytes = new byte[MostErrorBytes];
        var read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        return Encoding.UTF8.GetString(bytes, 0, read);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Model call failed: {Code} ({Cause})")]
        public static partial void CallFailed(ILogger logger, string code, string cause);

        [LoggerMessage(2, LogLevel.Warning, "The model endpoint refuses the request fields {Fields}: they are left out from now on")]
        public static partial void FieldsRefused(ILogger logger, string fields);

        [LoggerMessage(3, LogLevel.Warning, "The model endpoint refuses a request with images ({Cause}): it is sent without them")]
        public static partial void ImagesRefused(ILogger logger, string cause);
    }
}
