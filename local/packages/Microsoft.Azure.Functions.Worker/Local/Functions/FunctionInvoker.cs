using System.ComponentModel;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.Local;

/// <summary>A function compiled once: its class from the scope, its parameters from the context, its result awaited.</summary>
internal sealed class FunctionInvoker
{
    private readonly ObjectFactory? _create;
    private readonly Func<LocalFunctionContext, object?>[] _bind;
    private readonly Func<object?, object?[], Task<object?>> _call;

    private FunctionInvoker(ObjectFactory? create, Func<LocalFunctionContext, object?>[] bind, Func<object?, object?[], Task<object?>> call)
    {
        _create = create;
        _bind = bind;
        _call = call;
    }

    public static FunctionInvoker Compile(LocalFunction function) => new(
        function.Method.IsStatic ? null : ActivatorUtilities.CreateFactory(function.Method.DeclaringType!, []),
        [.. function.Method.GetParameters().Select(parameter => Binding(function, parameter))],
        Call(function.Method));

    public async Task<object?> CallAsync(LocalFunctionContext context)
    {
        var instance = _create?.Invoke(context.InstanceServices, null);
        try
        {
            return await _call(instance, Array.ConvertAll(_bind, bind => bind(context)));
        }
        finally
        {
            switch (instance)
            {
                case IAsyncDisposable later:
                    await later.DisposeAsync();
                    break;
                case IDisposable now:
                    now.Dispose();
                    break;
            }
        }
    }

    private static Func<LocalFunctionContext, object?> Binding(LocalFunction function, ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        var name = parameter.Name!;
        if (parameter == function.TriggerParameter)
            return static context => context.Inputs.Trigger;
        if (type == typeof(FunctionContext))
            return static context => context;
        if (type == typeof(CancellationToken))
            return static context => context.CancellationToken;
        if (type == typeof(HttpRequest))
            return static context => context.GetHttpContext()?.Request;
        if (type == typeof(DurableTaskClient) && parameter.IsDefined(typeof(DurableClientAttribute)))
            return static context => context.InstanceServices.GetRequiredService<DurableTaskClient>();
        if (function.Trigger is OrchestrationTriggerAttribute)
            return Of(nameof(OrchestrationInput)).MakeGenericMethod(type).CreateDelegate<Func<LocalFunctionContext, object?>>();
        return context => context.Inputs.Named.TryGetValue(name, out var value) ? Converted(value, type) : Missing(type);
    }

    private static object? OrchestrationInput<T>(LocalFunctionContext context) => ((TaskOrchestrationContext)context.Inputs.Trigger!).GetInput<T>();

    private static object? Converted(object? value, Type type)
    {
        if (value is null || type.IsInstanceOfType(value))
            return value;
        var target = Nullable.GetUnderlyingType(type) ?? type;
        return TypeDescriptor.GetConverter(target).ConvertFromString(null, CultureInfo.InvariantCulture, Convert.ToString(value, CultureInfo.InvariantCulture)!);
    }

    private static object? Missing(Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;

    private static Func<object?, object?[], Task<object?>> Call(MethodInfo method)
    {
        var instance = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(object?[]));
        var call = Expression.Call(
            method.IsStatic ? null : Expression.Convert(instance, method.DeclaringType!),
            method,
            method.GetParameters().Select((parameter, i) => Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(i)), parameter.ParameterType)));
        return Expression.Lambda<Func<object?, object?[], Task<object?>>>(Awaited(call), instance, arguments).Compile();
    }

    private static MethodCallExpression Awaited(MethodCallExpression call)
    {
        var type = call.Type;
        if (type == typeof(void))
            return Expression.Call(Of(nameof(Finished)), Expression.Block(call, Expression.Constant(null)));
        if (type == typeof(Task))
            return Expression.Call(Of(nameof(AwaitAsync)), call);
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>)
            ? Expression.Call(Of(nameof(AwaitResultAsync)).MakeGenericMethod(type.GetGenericArguments()), call)
            : Expression.Call(Of(nameof(Finished)), Expression.Convert(call, typeof(object)));
    }

    private static MethodInfo Of(string name) => typeof(FunctionInvoker).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;

    private static Task<object?> Finished(object? value) => Task.FromResult(value);

    private static async Task<object?> AwaitAsync(Task task)
    {
        await task;
        return null;
    }

    private static async Task<object?> AwaitResultAsync<T>(Task<T> task) => await task;
}
