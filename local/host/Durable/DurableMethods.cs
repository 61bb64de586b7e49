using System.Reflection;
using System.Reflection.Emit;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Onbehalf.Host.Worker;

namespace Onbehalf.Host.Durable;

/// <summary>
/// Generates WebJobs functions for the worker's orchestrators and activities. The SDK indexes methods, so each function gets a method that calls
/// <see cref="DurableCalls"/>. One more method captures the payload that a <c>durableClient</c> binding passes to the worker.
/// </summary>
internal static class DurableMethods
{
    public const string Capture = "CaptureDurableClient";

    public static Type Generate(IEnumerable<WorkerFunction> functions)
    {
        var module = AssemblyBuilder
            .DefineDynamicAssembly(new("Onbehalf.Host.Generated"), AssemblyBuilderAccess.RunAndCollect)
            .DefineDynamicModule("functions");
        var type = module.DefineType("WorkerFunctions", TypeAttributes.Public, typeof(DurableCalls));
        foreach (var function in functions)
        {
            if (function.Trigger == "orchestrationTrigger")
                Define(type, function.Name, nameof(DurableCalls.OrchestrateAsync), typeof(OrchestrationTriggerAttribute), "input");
            else if (function.Trigger == "activityTrigger")
                Define(type, function.Name, nameof(DurableCalls.ActAsync), typeof(ActivityTriggerAttribute), "input", "instanceId");
        }

        Define(type, Capture, nameof(DurableCalls.Capture), typeof(DurableClientAttribute), "client")
            .SetCustomAttribute(Attribute(typeof(NoAutomaticTriggerAttribute)));
        return type.CreateType();
    }

    /// <summary>Defines a public method that passes the function's name and its arguments to a method of <see cref="DurableCalls"/>.</summary>
    private static MethodBuilder Define(TypeBuilder type, string name, string target, Type trigger, params string[] parameters)
    {
        var called = typeof(DurableCalls).GetMethod(target)!;
        var method = type.DefineMethod(name, MethodAttributes.Public, called.ReturnType, [.. parameters.Select(static _ => typeof(string))]);
        method.SetCustomAttribute(Attribute(typeof(FunctionNameAttribute), name));
        foreach (var (position, parameter) in parameters.Index())
        {
            var defined = method.DefineParameter(position + 1, ParameterAttributes.None, parameter);
            if (position == 0)
                defined.SetCustomAttribute(Attribute(trigger));
        }

        var body = method.GetILGenerator();
        body.Emit(OpCodes.Ldarg_0);
        body.Emit(OpCodes.Ldstr, name);
        for (var position = 1; position <= parameters.Length; position++)
            body.Emit(OpCodes.Ldarg, position);
        body.Emit(OpCodes.Call, called);
        body.Emit(OpCodes.Ret);
        return method;
    }

    private static CustomAttributeBuilder Attribute(Type type, params object[] arguments) =>
        new(type.GetConstructor([.. arguments.Select(static argument => argument.GetType())])!, arguments);
}
