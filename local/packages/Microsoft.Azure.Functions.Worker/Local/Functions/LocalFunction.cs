using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker.Local;

internal sealed class LocalFunction : FunctionDefinition
{
    private readonly Lazy<FunctionInvoker> _invoker;

    private LocalFunction(MethodInfo method, string name, ParameterInfo triggerParameter, TriggerBindingAttribute trigger)
    {
        Name = name;
        Method = method;
        TriggerParameter = triggerParameter;
        Trigger = trigger;
        EntryPoint = $"{method.DeclaringType!.FullName}.{method.Name}";
        Id = name;
        Parameters = [.. method.GetParameters().Select(static parameter => new FunctionParameter(parameter.Name!, parameter.ParameterType))];
        InputBindings = method.GetParameters()
            .Select(static parameter => (parameter, binding: parameter.GetCustomAttribute<BindingAttribute>()))
            .Where(static pair => pair.binding is not null)
            .ToImmutableDictionary(static pair => pair.parameter.Name!, static pair => (BindingMetadata)new LocalBinding(pair.parameter.Name!, TypeOf(pair.binding!)));
        // Compiled at the first call: most functions are never called in a short run, and start is measured.
        _invoker = new(() => FunctionInvoker.Compile(this));
    }

    public override ImmutableArray<FunctionParameter> Parameters { get; }

    public override string PathToAssembly => Method.Module.FullyQualifiedName;

    public override string EntryPoint { get; }

    public override string Id { get; }

    public override string Name { get; }

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings { get; } = ImmutableDictionary<string, BindingMetadata>.Empty;

    public MethodInfo Method { get; }

    public ParameterInfo TriggerParameter { get; }

    public TriggerBindingAttribute Trigger { get; }

    public FunctionInvoker Invoker => _invoker.Value;

    public static LocalFunction Of(MethodInfo method, string name)
    {
        var type = method.DeclaringType!;
        var place = $"{type.FullName}.{method.Name}";
        if (!type.IsPublic || !type.IsSealed || !method.IsPublic || type.IsGenericType || method.IsGenericMethod)
            throw new InvalidOperationException($"The function {name} ({place}) must be a public method of a public, sealed, top-level class.");
        var triggers = method.GetParameters()
            .Select(static parameter => (parameter, trigger: parameter.GetCustomAttribute<TriggerBindingAttribute>()))
            .Where(static pair => pair.trigger is not null)
            .ToList();
        return triggers is [(var parameter, { } trigger)]
            ? new(method, name, parameter, trigger)
            : throw new InvalidOperationException($"The function {name} ({place}) must have exactly one trigger; it has {triggers.Count}.");
    }

    private static string TypeOf(BindingAttribute binding) => binding switch
    {
        HttpTriggerAttribute => "httpTrigger",
        TimerTriggerAttribute => "timerTrigger",
        OrchestrationTriggerAttribute => "orchestrationTrigger",
        ActivityTriggerAttribute => "activityTrigger",
        DurableClientAttribute => "durableClient",
        _ => throw new NotSupportedException($"The local runtime does not know {binding.GetType().Name}."),
    };
}
