using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace ContentHub.Api.FrontDoor;

/// <summary>Says what is wrong with the front door's settings, by the names that an operator wrote.</summary>
internal sealed class FrontDoorCheck : IValidateOptions<FrontDoorOptions>, IValidateOptions<RateLimitOptions>, IValidateOptions<CrossOriginOptions>
{
    public ValidateOptionsResult Validate(string? name, FrontDoorOptions options) => Result(
        OutOfRange(FrontDoorOptions.Section, options),
        options.TrustedProxies.Select(text => NetworkList.Fault($"{FrontDoorOptions.Section}:{nameof(options.TrustedProxies)}", text)));

    public ValidateOptionsResult Validate(string? name, RateLimitOptions options) => Result(
        OutOfRange(RateLimitOptions.Section, options),
        options.Exempt.Select(text => NetworkList.Fault($"{RateLimitOptions.Section}:{nameof(options.Exempt)}", text)));

    public ValidateOptionsResult Validate(string? name, CrossOriginOptions options) => Result(options.Origins.Select(CrossOriginOptions.Fault), []);

    static IEnumerable<string?> OutOfRange(string section, object options)
    {
        var faults = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true);
        return faults.Select(fault => $"{section}:{fault.ErrorMessage?.Replace("The field ", "", StringComparison.Ordinal)}");
    }

    static ValidateOptionsResult Result(IEnumerable<string?> some, IEnumerable<string?> more)
    {
        var faults = some.Concat(more).OfType<string>().ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
