using System.Collections.Immutable;
using System.Globalization;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Automations;

/// <summary>Everything that the author agrees to. Any difference results in another <see cref="ContentHash"/>.</summary>
/// <param name="Tools">The only tools that its runs may use. Empty means the tools that only read.</param>
public sealed record AutomationContent(string Title, string Prompt, Trigger Trigger, ImmutableArray<string> Tools, ImmutableArray<StandingConsent> Consents)
{
    /// <summary>
    /// The other people whose text is in the content: a previous author, a proposer, or people whose text the agent had read when it wrote it. Not
    /// part of the hash.
    /// </summary>
    public ImmutableArray<TextAuthor> TextAuthors { get; init; } = [];

    /// <summary>
    /// What the agent had read when it wrote the content; empty for content that a person typed. Whoever does not cover it now sees none of the content.
    /// An edit by hand keeps it, because it can leave any word in place. Not part of the hash.
    /// </summary>
    public ImmutableArray<EvidencePiece> Evidence { get; init; } = [];

    /// <summary>The title for places that do not compare evidence with the reader's rights, such as the name of the home thread.</summary>
    public string PlainTitle(DateTimeOffset createdAt) =>
        Evidence.IsEmpty ? Title : string.Create(CultureInfo.InvariantCulture, $"Automation of {createdAt.UtcDateTime:yyyy-MM-dd}");

    /// <summary>The message that starts a run in the home thread. With evidence, only the model's context has the prompt itself.</summary>
    public string PlainPrompt() => Evidence.IsEmpty ? Prompt : "Do what this automation says.";

    internal AutomationContent WithEvidence(IEnumerable<EvidencePiece> more) =>
        this with { Evidence = EvidencePiece.Union([.. Evidence, .. more]) };

    internal AutomationContent WithWordsOf(IEnumerable<TextAuthor> people, SubjectId author) =>
        this with
        {
            TextAuthors =
            [
                .. people
                    .Where(person => person.Subject != author.Value)
                    .DistinctBy(static person => person.Subject)
                    .OrderBy(static person => person.Subject, StringComparer.Ordinal),
            ],
        };
}
