namespace Onbehalf.Artifacts;

/// <summary>Applies changes of fields and parameters.</summary>
internal static class DefinitionFold
{
    private const int CurrencyLength = 3;

    public static Folded Put(ArtifactState state, ArtifactField field, OpStamp stamp)
    {
        if (Check(field) is { } problem)
            return Folded.No(problem);
        var known = state.Fields.GetValueOrDefault(field.Id);
        if (known is null && state.Fields.Count >= ArtifactLimits.Fields)
            return Folded.No("too-many-fields", $"An artifact has at most {ArtifactLimits.Fields} fields.");
        if (known is not null && known.Type != field.Type)
            return Folded.No("field-type", "A field cannot get another type. Add another field instead.");
        return Folded.To(
            state with
            {
                Fields = state.Fields.SetItem(
                    field.Id,
                    field with { IsDeleted = false, DeletedSeq = null, FromModel = stamp.FromModel && !ArtifactTemplates.Has(field) ? stamp.Seq : null }),
                FieldOrder = known is null ? state.FieldOrder.Add(field.Id) : state.FieldOrder,
            });
    }

    public static Folded DeleteField(ArtifactState state, string id, OpStamp stamp) => state.Fields.TryGetValue(id, out var field)
        ? Folded.To(state with { Fields = state.Fields.SetItem(id, field with { IsDeleted = true, DeletedSeq = stamp.Seq }) })
        : Folded.No("no-field", "There is no such field.");

    public static Folded Put(ArtifactState state, ArtifactParameter parameter)
    {
        var index = IndexOf(state, parameter.Id);
        if (!ArtifactParameter.IsId(parameter.Id) || !PlainText.IsName(parameter.Name, ArtifactLimits.NameLength))
            return Folded.No(
                "parameter", $"A parameter needs an id of small letters, digits and _, and a name of at most {ArtifactLimits.NameLength} characters.");
        if (state.Parameters.Any(other => other.Id != parameter.Id && other.Slots.Any(slot => parameter.Slots.Any(one => one.Name == slot.Name))))
            return Folded.No("parameter", "Another parameter has this name in requests. Use another id.");
        if (parameter.Type is ParameterType.Choice ? !AreChoices(parameter.Choices) : parameter.Choices is not null)
            return Folded.No("parameter", $"A choice has 1 to {ArtifactLimits.Choices} different choices; a date range has none.");
        if (index < 0 && state.Parameters.Length >= ArtifactLimits.Parameters)
            return Folded.No("too-many-parameters", $"An artifact has at most {ArtifactLimits.Parameters} parameters.");
        return Folded.To(state with { Parameters = index < 0 ? state.Parameters.Add(parameter) : state.Parameters.SetItem(index, parameter) });
    }

    public static Folded DeleteParameter(ArtifactState state, string id) => IndexOf(state, id) is >= 0 and var index
        ? Folded.To(state with { Parameters = state.Parameters.RemoveAt(index) })
        : Folded.No("no-parameter", "There is no such parameter.");

    private static int IndexOf(ArtifactState state, string id)
    {
        for (var i = 0; i < state.Parameters.Length; i++)
        {
            if (state.Parameters[i].Id == id)
                return i;
        }

        return -1;
    }

    private static OpProblem? Check(ArtifactField field)
    {
        if (!PlainText.IsId(field.Id) || !PlainText.IsName(field.Name, ArtifactLimits.NameLength))
            return new("field", $"A field needs an id and a name of at most {ArtifactLimits.NameLength} characters.");
        if (field.Type is FieldType.Choice ? !AreChoices(field.Choices) : field.Choices is not null)
            return new("field", $"A choice has 1 to {ArtifactLimits.Choices} different choices; other fields have none.");
        if (field.Id == ArtifactField.StateId && field.Type is not FieldType.Choice)
            return new("field", "The field state is a choice: its choices are the columns.");
        return
            field.Currency is null || (field.Type is FieldType.Money && field.Currency.Length == CurrencyLength && field.Currency.All(char.IsAsciiLetterUpper))
            ? null
            : new("field", "Only money has a currency: three capital letters, such as EUR.");
    }

    private static bool AreChoices(IReadOnlyCollection<string>? choices) =>
        choices is { Count: > 0 and <= ArtifactLimits.Choices }
        && choices.All(static one => one is not null && PlainText.IsName(one, ArtifactLimits.NameLength))
        && choices.Distinct(StringComparer.Ordinal).Count() == choices.Count;
}
