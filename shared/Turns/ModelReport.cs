using System.Collections.Immutable;

namespace Onbehalf.Turns;

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
