using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Automations;

/// <summary>The id of a proposal within its automation: <c>p</c> and 20 random base32 characters.</summary>
public readonly record struct ProposalId
{
    private readonly string? _value;

    private ProposalId(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An empty ProposalId names no proposal.");

    public static ProposalId New() => new('p' + RandomNumberGenerator.GetString(RandomName.Alphabet, RandomName.Length));

    public static bool TryParse([NotNullWhen(true)] string? text, out ProposalId id)
    {
        var valid = RandomName.IsValid(text, 'p');
        id = valid ? new(text!) : default;
        return valid;
    }

    public static ProposalId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not a proposal id.");

    public override string ToString() => Value;
}

/// <summary>Another person's suggested content for an automation. It has no effect until the author agrees to exactly this content.</summary>
public sealed record Proposal(ProposalId Id, Subject By, DateTimeOffset At, AutomationContent Content);
