using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Onbehalf.Sources;

namespace Onbehalf.Artifacts;

/// <summary>Reads the values that a viewer chose for parameters, each in its declared type.</summary>
internal static class RequestValues
{
    private const string From = "from";
    private const string To = "to";

    /// <summary>Reads the values. The value of a parameter that is left out is null.</summary>
    /// <returns>Null when all values are valid.</returns>
    public static OpProblem? Read(
        ImmutableArray<ArtifactParameter> parameters, IReadOnlyDictionary<string, JsonElement>? given, out ImmutableArray<BoundValue> values)
    {
        values = [];
        if (given?.Keys.FirstOrDefault(name => parameters.All(parameter => parameter.Id != name)) is { } unknown)
            return new("parameter", PlainText.IsId(unknown) ? $"There is no parameter {unknown}." : "There is no such parameter.");
        var read = ImmutableArray.CreateBuilder<BoundValue>();
        foreach (var parameter in parameters)
        {
            var value =
                given is not null && given.TryGetValue(parameter.Id, out var chosen) && chosen.ValueKind is not JsonValueKind.Null
                    ? chosen
                    : (JsonElement?)null;
            if (value is null)
                read.AddRange(parameter.Slots.Select(static slot => new BoundValue(slot.Name, slot.Type, null)));
            else if (parameter.Type is ParameterType.DateRange ? ReadRange(parameter, value.Value, read) : ReadChoice(parameter, value.Value, read))
                return new("parameter", parameter.Type is ParameterType.DateRange
                    ? $"{parameter.Name} is a range: from and to, each a date such as 2026-12-31, in this order."
                    : $"{parameter.Name} is one of its choices.");
        }

        values = read.ToImmutable();
        return null;
    }

    /// <summary>Returns the arguments of the query tool, with the values that the SQL names.</summary>
    public static JsonElement Arguments(ArtifactBlock request, ImmutableArray<BoundValue> values)
    {
        var named = values.Where(one => RequestHash.IsNamed(request.Sql!, one.Name))
            .ToDictionary(
                static one => one.Name, static one => new { type = one.Type is BoundType.Date ? "date" : "text", value = one.Value }, StringComparer.Ordinal);
        return named.Count == 0
            ? JsonSerializer.SerializeToElement(new { source = request.Source, sql = request.Sql })
            : JsonSerializer.SerializeToElement(new { source = request.Source, sql = request.Sql, values = named });
    }

    /// <returns>True when the value is invalid.</returns>
    private static bool ReadChoice(ArtifactParameter parameter, JsonElement value, ImmutableArray<BoundValue>.Builder read)
    {
        if (value.ValueKind is not JsonValueKind.String
            || parameter.Choices is not { } choices
            || !choices.Contains(value.GetString()!, StringComparer.Ordinal))
            return true;
        read.Add(new(parameter.Id, BoundType.Text, value.GetString()));
        return false;
    }

    /// <returns>True when the value is invalid.</returns>
    private static bool ReadRange(ArtifactParameter parameter, JsonElement value, ImmutableArray<BoundValue>.Builder read)
    {
        if (value.ValueKind is not JsonValueKind.Object
            || value.EnumerateObject().Any(static one => one.Name is not (From or To))
            || !TryDay(value, From, out var from)
            || !TryDay(value, To, out var to)
            || from > to)
            return true;
        read.AddRange(
            parameter.Slots.Zip(
                [from, to], static (slot, day) => new BoundValue(slot.Name, slot.Type, day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))));
        return false;
    }

    private static bool TryDay(JsonElement range, string name, out DateOnly? day)
    {
        day = null;
        if (!range.TryGetProperty(name, out var given) || given.ValueKind is JsonValueKind.Null)
            return true;
        if (given.ValueKind is not JsonValueKind.String
            || !DateOnly.TryParseExact(given.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read))
            return false;
        day = read;
        return true;
    }
}
