using System.Collections.Immutable;

namespace Onbehalf.Turns;

/// <summary>
/// Tests the model with two requests that contain no personal data. The first asks for two calls of a tool in one answer, the second for a text
/// after their results. A third request with an image follows if images are enabled.
/// </summary>
public sealed class ModelProbe(ModelClient model)
{
    private const string Tool = "check_word";
    private const string Parameters = """{"type":"object","properties":{"word":{"type":"string"}},"required":["word"]}""";
    private const string Instructions = "This is a check of a connection. Do exactly what you are asked.";
    private const string Ask =
        $"Call the tool {Tool} twice in the same answer: once with the word red, once with the word blue. Wait for both results. Then count from one to twenty in words.";
    private const string AskForText = "Count from one to twenty in words.";

    /// <summary>An image of 16 by 16 pixels in one colour.</summary>
    private static readonly ModelImage Square = new(
        "image/png", Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR42mM4o6REEmIY1TCqYfhqAABFfxAQTX2wewAAAABJRU5ErkJggg=="));

    private static readonly ModelTool[] Tools = [new(Tool, "Checks one word.", BinaryData.FromString(Parameters))];

    public async Task<ModelReport> RunAsync(CancellationToken cancellation)
    {
        if (!model.IsConfigured)
            return new(ModelAbility.None) { Failure = "no model is configured" };
        var asked = await AskAsync([new ModelMessage.Instructions(Instructions), new ModelMessage.Person(Ask)], withTools: true, cancellation);
        if (asked.Answer is ModelAnswer.Said { Calls: { IsEmpty: false } calls } said)
        {
            ModelMessage[] results = [.. calls.Select(static call => new ModelMessage.Result(call.ModelCallId, "ok"))];
            var after = await AskAsync(
                [
                    new ModelMessage.Instructions(Instructions),
                    new ModelMessage.Person(Ask),
                    new ModelMessage.Calls(said.Text, calls, said.PassBack),
                    .. results,
                ],
                withTools: true,
                cancellation);
            var abilities = ModelAbility.CallsTools | (calls.Length > 1 ? ModelAbility.InParallel : 0);
            return after.Answer is ModelAnswer.Failed refused
                ? Report(abilities) with { Failure = $"the request with the results of its calls failed: {Words(refused)}" }
                : Report(abilities | ModelAbility.Talks | Streams(after.Pieces)) with { SeesImages = model.TakesImages ? await SeesAsync(cancellation) : null };
        }

        if (asked.Answer is ModelAnswer.Said)
            return Report(ModelAbility.Talks | Streams(asked.Pieces));
        var failed = (ModelAnswer.Failed)asked.Answer;
        var plain = failed.Status is 400 or 404 or 422 ? await AskAsync([new ModelMessage.Person(AskForText)], withTools: false, cancellation) : asked;
        return plain.Answer is ModelAnswer.Said
            ? Report(ModelAbility.Talks | Streams(plain.Pieces)) with { Failure = $"a request that offers tools failed: {Words(failed)}" }
            : Report(ModelAbility.None) with { Failure = Words(failed) };
    }

    /// <summary>Returns false if the client had to repeat the request without the image, which it counts.</summary>
    private async Task<bool> SeesAsync(CancellationToken cancellation)
    {
        var refused = model.RefusedImages;
        var asked = await AskAsync(
            [new ModelMessage.Person("Which colour is this square? Answer with one word.") { Image = Square }], withTools: false, cancellation);
        return asked.Answer is ModelAnswer.Said && model.RefusedImages == refused;
    }

    private static ModelAbility Streams(int pieces) => pieces > 1 ? ModelAbility.Streams : 0;

    private static string Words(ModelAnswer.Failed failed) => (failed.Code, failed.Status) switch
    {
        (_, 401 or 403) => $"the key or the identity is not accepted ({failed.Cause})",
        (_, 404) => $"the address or the name of the model is wrong ({failed.Cause})",
        ("model-busy", _) => $"it is busy, or a quota is used up ({failed.Cause})",
        ("model-refused", _) => $"the endpoint refuses the request ({failed.Cause})",
        ("model-too-slow", _) => "it does not answer in time",
        ("model-garbled", _) => $"its answer is not in the chat completions format ({failed.Cause})",
        _ => $"it cannot be reached ({failed.Cause})",
    };

    private ModelReport Report(ModelAbility abilities) => new(abilities) { RefusedFields = [.. model.RefusedFields] };

    private async Task<(ModelAnswer Answer, int Pieces)> AskAsync(ModelMessage[] messages, bool withTools, CancellationToken cancellation)
    {
        var pieces = 0;
        var answer = await model.AskAsync(
            new([.. messages], withTools ? [.. Tools] : []),
            _ =>
            {
                pieces++;
                return ValueTask.CompletedTask;
            },
            cancellation);
        return (answer, pieces);
    }
}

/// <summary>The abilities of the configured model that a probe detected.</summary>
public sealed record ModelReport(ModelAbility Abilities)
{
    /// <summary>Contains only statuses and codes, because the health report is public.</summary>
    public string? Failure { get; init; }

    public ImmutableArray<string> RefusedFields { get; init; } = [];

    /// <summary>Null if images are disabled, so that none was sent.</summary>
    public bool? SeesImages { get; init; }

    /// <summary>True if the model can answer a question from data.</summary>
    public bool IsWell => Abilities.HasFlag(ModelAbility.Talks | ModelAbility.CallsTools);

    public string Sentence =>
        (Has(ModelAbility.Talks), Has(ModelAbility.CallsTools)) switch
        {
            (false, false) => $"The model does not answer: {Failure}.",
            (false, true) => $"The model calls tools, but {Failure}.",
            (true, false) => $"The model talks and {Streaming}, but it calls no tools, so it reads no data{(Failure is null ? "" : $": {Failure}")}.",
            (true, true) =>
                $"The model talks, calls tools {(Has(ModelAbility.InParallel) ? "in parallel" : "one at a time")} and {Streaming}{(SeesImages is false ? ", but it refuses images (MODEL_IMAGES)" : "")}.",
        };

    /// <summary>Returns a summary sentence and one line per ability.</summary>
    public IEnumerable<string> Lines()
    {
        yield return Sentence;
        yield return $"  talks                    {YesOrNo(ModelAbility.Talks)}";
        yield return $"  calls tools              {YesOrNo(ModelAbility.CallsTools)}";
        yield return $"  calls tools in parallel  {YesOrNo(ModelAbility.InParallel)}";
        yield return $"  streams                  {YesOrNo(ModelAbility.Streams)}";
        if (SeesImages is { } sees)
            yield return $"  takes images             {(sees ? "yes" : "no")}";
        if (!RefusedFields.IsEmpty)
            yield return $"  left out of requests     {string.Join(", ", RefusedFields.Order(StringComparer.Ordinal))} (refused by the endpoint)";
    }

    private string Streaming => Has(ModelAbility.Streams) ? "streams" : "sends its answers whole";

    private bool Has(ModelAbility ability) => Abilities.HasFlag(ability);

    private string YesOrNo(ModelAbility ability) => Has(ability) ? "yes" : "no";
}

[Flags]
public enum ModelAbility
{
    None = 0,
    Talks = 1,
    CallsTools = 2,
    InParallel = 4,
    Streams = 8,
}
