using System.Text.Json;
using Crowdsource.Api.Problems;
using Crowdsource.Protocol.Problems;
using FluentValidation;
using FluentValidation.Results;
using Microsoft.AspNetCore.Http;

namespace Crowdsource.Api.Validation;

/// <summary>Runs the validator of each argument that has one, and answers with all errors of the request at once.</summary>
internal static class ValidationFilter
{
    public static EndpointFilterDelegate Create(EndpointFilterFactoryContext context, EndpointFilterDelegate next)
    {
        var validated = context.MethodInfo.GetParameters()
            .Select(parameter => (
                parameter.Position,
                Validator: (IValidator?)context.ApplicationServices.GetService(typeof(IValidator<>).MakeGenericType(parameter.ParameterType))))
            .Where(argument => argument.Validator is not null)
            .ToArray();
        return validated.Length == 0 ? next : async invocation =>
        {
            var errors = new List<ValidationFailure>();
            foreach (var (position, validator) in validated)
            {
                if (invocation.Arguments[position] is { } argument)
                {
                    var result = await validator!.ValidateAsync(
                        new ValidationContext<object>(argument), invocation.HttpContext.RequestAborted);
                    errors.AddRange(result.Errors);
                }
            }

            return errors.Count == 0
                ? await next(invocation)
                : ProblemTypes.InvalidRequest.Answer(errors: ByMember(errors));
        };
    }

    private static Dictionary<string, string[]> ByMember(IEnumerable<ValidationFailure> errors) => errors
        .GroupBy(error => string.Join('.', error.PropertyName.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName)))
        .ToDictionary(member => member.Key, member => member.Select(error => error.ErrorMessage).Distinct().ToArray());
}
