using System.Globalization;
using System.Text.Json;
using Onbehalf.Ids;

namespace Onbehalf.Artifacts;

/// <summary>Validates values against the type of their field.</summary>
internal static class FieldValues
{
    private const double Largest = 1e15;

    /// <summary>
    /// Validates a value. Null clears a field and is always valid. A field name from the agent may be locked for the sender, so the problem
    /// names the id instead.
    /// </summary>
    public static OpProblem? Check(ArtifactField field, JsonElement value) =>
        value.ValueKind is JsonValueKind.Null || Fits(field, value)
            ? null
            : new("value", $"A value of {(field.FromModel is null ? field.Name : field.Id)} does not fit: {Expected(field)}");

    /// <summary>Returns whether a value is null, a boolean, a number or a string.</summary>
    public static bool IsPlain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.True or JsonValueKind.False => true,
        JsonValueKind.Number => IsNumber(value),
        JsonValueKind.String => PlainText.IsText(value.GetString()!, ArtifactLimits.ValueLength),
        _ => false,
    };

    private static bool IsNumber(JsonElement value) =>
        value.GetRawText().Length <= ArtifactLimits.NumberLength && value.TryGetDouble(out var number) && Math.Abs(number) <= Largest;

    private static bool Fits(ArtifactField field, JsonElement value) => field.Type switch
    {
        FieldType.Checkbox => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        FieldType.Number or FieldType.Money => value.ValueKind is JsonValueKind.Number && IsNumber(value),
        _ => value.ValueKind is JsonValueKind.String && Fits(field, value.GetString()!),
    };

    private static bool Fits(ArtifactField field, string text) => field.Type switch
    {
        FieldType.Text => PlainText.IsText(text, ArtifactLimits.ValueLength),
        FieldType.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        FieldType.Person => SubjectId.TryParse(text, out _),
        FieldType.Choice => field.Choices is { } choices && choices.Contains(text, StringComparer.Ordinal),
        FieldType.Link => IsLink(text),
        _ => false,
    };

    private static bool IsLink(string text) =>
        PlainText.IsLine(text, ArtifactLimits.LinkLength)
        && Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Scheme is "https" or "http" or "mailto";

    private static string Expected(ArtifactField field) => field.Type switch
    {
        FieldType.Checkbox => "true or false.",
        FieldType.Number or FieldType.Money => "a number.",
        FieldType.Date => "a date, such as 2026-12-31.",
        FieldType.Person => "the id of a person.",
        FieldType.Choice => "one of its choices.",
        FieldType.Link => $"an address with https, http or mailto, at most {ArtifactLimits.LinkLength} characters.",
        _ => $"text of at most {ArtifactLimits.ValueLength} characters, without control characters.",
    };
}
