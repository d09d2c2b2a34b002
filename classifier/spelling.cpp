#include "classifier/spelling.h"

#include <array>
#include <deque>
#include <string_view>

#include "classifier/word_list.h"
#include "classifier/word_table.h"

namespace nhs::classifier {
namespace {

/// Stems and the endings that are put behind both: `favor|favour` with `s ed able`.
struct Family {
  std::string_view american;
  std::string_view british;
  std::string_view endings;
  enum class Stem : std::uint8_t { word, part } stem = Stem::word;  ///< a word itself, or never alone
};

constexpr std::string_view kOur = "s ed ing er ers able ably less";
/// Not here, for British English writes them so too: humorous, honorary, laborious, vigorous, glamorous.
constexpr std::array<Family, 84> kFamilies = {{
    {"color", "colour", "s ed ing ful fully less"},
    {"discolor", "discolour", "ed"},
    {"favor", "favour", "s ed ing able ably ite ites itism"},
    {"unfavor", "unfavour", "able ably"},
    {"honor", "honour", "s ed ing able ably"},
    {"dishonor", "dishonour", "ed able"},
    {"behavior", "behaviour", "s al ally"},
    {"misbehavior", "misbehaviour", ""},
    {"labor", "labour", kOur},
    {"neighbor", "neighbour", "s ing ly hood hoods"},
    {"humor", "humour", "s ed less"},
    {"rumor", "rumour", "s ed"},
    {"flavor", "flavour", "s ed ing ful less"},
    {"harbor", "harbour", "s ed ing"},
    {"tumor", "tumour", "s"},
    {"odor", "odour", "s less"},
    {"vapor", "vapour", "s"},
    {"savior", "saviour", "s"},
    {"endeavor", "endeavour", "s ed ing"},
    {"parlor", "parlour", "s"},
    {"candor", "candour", ""},
    {"rigor", "rigour", "s"},
    {"vigor", "vigour", ""},
    {"demeanor", "demeanour", ""},
    {"armor", "armour", "ed"},
    {"splendor", "splendour", ""},
    {"center", "centre", "s"},
    {"theater", "theatre", "s"},
    {"liter", "litre", "s"},
    {"fiber", "fibre", "s"},
    {"defense", "defence", "s less"},
    {"offense", "offence", "s"},
    {"catalog", "catalogue", "s"},
    {"dialog", "dialogue", "s"},
    {"gray", "grey", "s"},
    {"mom", "mum", "s"},
    {"mommy", "mummy", ""},
    {"travel", "travell", "ed ing er ers", Family::Stem::part},
    {"cancel", "cancell", "ed ing", Family::Stem::part},
    {"counsel", "counsell", "ed ing or ors", Family::Stem::part},
    {"label", "labell", "ed ing", Family::Stem::part},
    {"model", "modell", "ed ing", Family::Stem::part},
    {"level", "levell", "ed ing", Family::Stem::part},
    {"signal", "signall", "ed ing", Family::Stem::part},
    {"fuel", "fuell", "ed ing", Family::Stem::part},
    {"dial", "diall", "ed ing", Family::Stem::part},
    {"quarrel", "quarrell", "ed ing", Family::Stem::part},
    {"grovel", "grovell", "ed ing", Family::Stem::part},
    {"marvel", "marvell", "ed ing ous ously", Family::Stem::part},
    {"gruel", "gruell", "ing", Family::Stem::part},
    {"fulfill", "fulfil", "s ment"},
    {"enroll", "enrol", "s ment"},
    {"skillful", "skilful", "ly"},
    {"willful", "wilful", "ly"},
    {"analyz", "analys", "e ed es ing er ers", Family::Stem::part},
    {"paralyz", "paralys", "e ed es ing", Family::Stem::part},
    {"anesthe", "anaesthe", "tic tics sia tist tists tised siology siologist siologists", Family::Stem::part},
    {"pediatric", "paediatric", "s ian ians"},
    {"orthopedic", "orthopaedic", "s"},
    {"gynecolog", "gynaecolog", "y ist ists ical", Family::Stem::part},
    {"hematolog", "haematolog", "y ist ists ical", Family::Stem::part},
    {"hemorrhag", "haemorrhag", "e es ed ing ic", Family::Stem::part},
    {"hemorrhoid", "haemorrhoid", "s"},
    {"hemophilia", "haemophilia", "c cs"},
    {"hemoglobin", "haemoglobin", ""},
    {"hematoma", "haematoma", "s"},
    {"hemodialysis", "haemodialysis", ""},
    {"leukemia", "leukaemia", "s"},
    {"anemi", "anaemi", "a c", Family::Stem::part},
    {"septicemia", "septicaemia", ""},
    {"hypoglycemi", "hypoglycaemi", "a c", Family::Stem::part},
    {"ischemi", "ischaemi", "a c", Family::Stem::part},
    {"diarrhea", "diarrhoea", ""},
    {"fet", "foet", "us uses al", Family::Stem::part},
    {"edema", "oedema", ""},
    {"estrogen", "oestrogen", "s"},
    {"esophag", "oesophag", "us eal", Family::Stem::part},
    {"celiac", "coeliac", "s"},
    {"cesarean", "caesarean", "s"},
    {"caesarian", "caesarean", "s"},
    {"feces", "faeces", ""},
    {"apnea", "apnoea", ""},
    {"pedophile", "paedophile", "s"},
    {"maneuver", "manoeuvre", "s"},
}};

/// What is wrong or otherwise American, and what it stands for: `wrong=right`, one after another.
constexpr std::string_view kSpellings =
    // Irregular American.
    "centered=centred centering=centring maneuvered=manoeuvred pajamas=pyjamas cozy=cosy "
    "skeptical=sceptical mustache=moustache aging=ageing jewelry=jewellery aluminum=aluminium "
    "donut=doughnut donuts=doughnuts cancelation=cancellation cancelations=cancellations "
    "pretense=pretence enrollments=enrolments specialties=specialities sulfur=sulphur somber=sombre "
    "plow=plough orthopedist=orthopaedist "
    // Apostrophes left out. `were`, `well`, `ill`, `its`, `id`, `wed`, `hell`, `shell`, `lets` are words.
    "arent=aren't cannot=can't cant=can't couldnt=couldn't didnt=didn't doesnt=doesn't dont=don't "
    "hadnt=hadn't hasnt=hasn't havent=haven't isnt=isn't mightnt=mightn't mustnt=mustn't neednt=needn't "
    "shouldnt=shouldn't wasnt=wasn't werent=weren't wont=won't wouldnt=wouldn't aint=ain't didn=didn't "
    "couldn=couldn't wouldn=wouldn't doesn=doesn't wasn=wasn't isn=isn't dnt=don't cnt=can't "
    "didnot=didn't im=i'm ive=i've youre=you're youve=you've youll=you'll theyre=they're theyve=they've "
    "theyll=they'll theyd=they'd weve=we've thats=that whats=what theres=there hes=he shes=she "
    // Words of the field.
    "acomodating=accommodating accomodate=accommodate accomodated=accommodated accomodating=accommodating "
    "accomodation=accommodation acommodating=accommodating adress=address adressed=addressed "
    "ambulence=ambulance ammount=amount anasthetic=anaesthetic anesthetist=anaesthetist "
    "apointment=appointment apointments=appointments appointmnet=appointment appointmnets=appointments "
    "appoinment=appointment appoinments=appointments appointement=appointment appoitment=appointment "
    "appoitments=appointments appointmet=appointment appontment=appointment apppointment=appointment "
    "appt=appointment appts=appointments appologise=apologise appologised=apologised appology=apology "
    "apoligised=apologised apreciate=appreciate apreciated=appreciated appriciate=appreciate "
    "appriciated=appreciated appreciatted=appreciated aproachable=approachable approchable=approachable "
    "atentive=attentive attentative=attentive atmoshere=atmosphere atmosphare=atmosphere "
    "atmosphire=atmosphere availible=available availabe=available avaliable=available carefull=careful "
    "careing=caring cariing=caring cheerfull=cheerful cleanless=cleanliness cleanlyness=cleanliness "
    "cleanliess=cleanliness clealiness=cleanliness clincal=clinical comfertable=comfortable "
    "comftable=comfortable comfotable=comfortable confortable=comfortable comforatble=comfortable "
    "comfortble=comfortable comunicate=communicate comunication=communication communcation=communication "
    "comminication=communication communicaton=communication compasion=compassion "
    "compassionat=compassionate compasionate=compassionate compationate=compassionate "
    "compassinate=compassionate conciderate=considerate consern=concern conserned=concerned "
    "conserns=concerns consultent=consultant corteous=courteous courtious=courteous couteous=courteous "
    "curteous=courteous curtious=courteous courtesious=courteous cortesy=courtesy curtesy=courtesy "
    "deserv=deserve diagnosd=diagnosed diarrohea=diarrhoea diarreah=diarrhoea dignaty=dignity "
    "dignatiy=dignity digusting=disgusting discusting=disgusting disapointed=disappointed "
    "disapointing=disappointing dissapointed=disappointed dissapointing=disappointing "
    "dissappointed=disappointed dissappointing=disappointing discharg=discharge docter=doctor "
    "docters=doctors doctos=doctors efficent=efficient efficently=efficiently efficeint=efficient "
    "efficiant=efficient effecient=efficient effeciently=efficiently effient=efficient "
    "embarassed=embarrassed embarassing=embarrassing embarrased=embarrassed embarrasing=embarrassing "
    "emergancy=emergency emotinal=emotional enviroment=environment enviorment=environment "
    "environent=environment equiptment=equipment equipement=equipment excelent=excellent "
    "excelently=excellently excellant=excellent excellect=excellent excellet=excellent exelent=excellent "
    "exellent=excellent excllent=excellent excercise=exercise excercises=exercises exersise=exercise "
    "exersises=exercises exceptionaly=exceptionally exceptionel=exceptional experiance=experience "
    "experiances=experiences experince=experience expereince=experience experiece=experience "
    "explaination=explanation explainations=explanations explaned=explained explaind=explained "
    "explainded=explained explined=explained expained=explained explaning=explaining extreamly=extremely "
    "extremly=extremely extemely=extremely faciltiy=facility facilties=facilities facilites=facilities "
    "fantasic=fantastic fantistic=fantastic fantasitc=fantastic fantastick=fantastic freindly=friendly "
    "frendly=friendly friendley=friendly friendy=friendly frienly=friendly firendly=friendly "
    "freindliness=friendliness friendlyness=friendliness friendlieness=friendliness gratefull=grateful "
    "greatful=grateful greatfull=grateful greatfully=gratefully helpfull=helpful helpul=helpful "
    "helful=helpful helpfuly=helpfully hopsital=hospital hosptial=hospital hosptal=hospital "
    "hospitial=hospital hospitol=hospital hosipital=hospital hygeine=hygiene hygine=hygiene "
    "higiene=hygiene hygenic=hygienic independant=independent independance=independence "
    "imformation=information infomation=information informaton=information infomative=informative "
    "infomed=informed inconvience=inconvenience inconvinience=inconvenience inpatent=inpatient "
    "kindnes=kindness knowledgable=knowledgeable knowlegable=knowledgeable knowlegeable=knowledgeable "
    "knowledgeble=knowledgeable knowledgably=knowledgeably knowlege=knowledge knowledgible=knowledgeable "
    "lisen=listen lisened=listened lissened=listened lisening=listening listend=listened lovley=lovely "
    "loverly=lovely lovly=lovely lovelly=lovely maintainance=maintenance medecine=medicine "
    "medicin=medicine medcation=medication meication=medication midwifes=midwives nuse=nurse nurce=nurse "
    "nures=nurses nusres=nurses nursers=nurses nursess=nurses opperation=operation opertaion=operation "
    "operaton=operation oportunity=opportunity outstandng=outstanding oustanding=outstanding "
    "outsanding=outstanding paitence=patience paitent=patient paitents=patients pateint=patient "
    "pateints=patients patiant=patient patiants=patients patinet=patient patinets=patients "
    "patince=patience patiance=patience pattient=patient plesant=pleasant pleasent=pleasant "
    "pleasently=pleasantly pleasnt=pleasant pleasantley=pleasantly polight=polite politeley=politely "
    "phisio=physio physiotherpist=physiotherapist physiotheripist=physiotherapist "
    "profesional=professional profesionals=professionals profesionalism=professionalism "
    "proffesional=professional proffesionals=professionals proffesionally=professionally "
    "proffesionalism=professionalism proffessional=professional proffessionals=professionals "
    "proffessionally=professionally proffessionalism=professionalism professonal=professional "
    "professinal=professional professioal=professional professionaly=professionally "
    "professionel=professional unprofesional=unprofessional unproffesional=unprofessional "
    "unproffessional=unprofessional prescripton=prescription perscription=prescription "
    "perscriptions=prescriptions quater=quarter questionaire=questionnaire questionaires=questionnaires "
    "reasuring=reassuring reasurring=reassuring reassurring=reassuring reasured=reassured "
    "reasurred=reassured reasurance=reassurance reassureing=reassuring reasure=reassure "
    "recepionist=receptionist receptionest=receptionist receptionst=receptionist recepton=reception "
    "recpetion=reception reciption=reception recption=reception recieption=reception recieve=receive "
    "recieved=received recieves=receives recieving=receiving receieved=received recived=received "
    "receved=received reccomend=recommend reccommend=recommend recomend=recommend recomended=recommended "
    "reccomended=recommended recommed=recommend referal=referral referals=referrals refered=referred "
    "refferal=referral reffered=referred refering=referring respectfull=respectful "
    "respectfuly=respectfully responce=response satisfactry=satisfactory satified=satisfied "
    "sattisfied=satisfied servise=service servce=service serivce=service serice=service sevice=service "
    "sevices=services survice=service staf=staff stff=staff satff=staff stafff=staff staffs=staff "
    "suportive=supportive supportve=supportive supprotive=supportive suport=support surgary=surgery "
    "sugery=surgery surgury=surgery sympathic=sympathetic symphathetic=sympathetic "
    "sympathectic=sympathetic symptons=symptoms symtoms=symptoms thorogh=thorough thourough=thorough "
    "thouroughly=thoroughly throughly=thoroughly thoughly=thoroughly throrough=thorough "
    "thoughtfull=thoughtful treatement=treatment treatmen=treatment tretment=treatment "
    "traetment=treatment treament=treatment treatd=treated understaning=understanding "
    "understading=understanding undestanding=understanding understandin=understanding "
    "unhelpfull=unhelpful usefull=useful vunerable=vulnerable vulnarable=vulnerable waitng=waiting "
    "wating=waiting waitting=waiting welcomming=welcoming wellcoming=welcoming welcomeing=welcoming "
    "wonderfull=wonderful wonderfuly=wonderfully wonderul=wonderful "
    // Everyday words.
    "adn=and nad=and amasing=amazing amazin=amazing amzing=amazing awsome=awesome basicly=basically "
    "beacuse=because becasue=because becouse=because becuase=because becaus=because beautifull=beautiful "
    "begining=beginning beleive=believe beleived=believed belive=believe briliant=brilliant "
    "brillant=brilliant brillent=brilliant brillient=brilliant brilient=brilliant buisness=business "
    "calender=calendar cancled=cancelled comming=coming commited=committed completly=completely "
    "completley=completely definately=definitely definatly=definitely definetly=definitely "
    "definitly=definitely definatley=definitely definetely=definitely diffcult=difficult "
    "difficut=difficult easely=easily especialy=especially eveything=everything everthing=everything "
    "everythin=everything evrything=everything eveyone=everyone everone=everyone evryone=everyone "
    "existance=existence familar=familiar finaly=finally genuinly=genuinely goverment=government "
    "happend=happened immediatly=immediately immediatley=immediately imediately=immediately "
    "imediatly=immediately intrest=interest intrested=interested necesary=necessary neccesary=necessary "
    "neccessary=necessary unneccessary=unnecessary unecessary=unnecessary nothig=nothing occured=occurred "
    "particulary=particularly particually=particularly percieve=perceive posible=possible "
    "possiable=possible priviledge=privilege quickley=quickly quikly=quickly quicky=quickly realy=really "
    "relaxd=relaxed seperate=separate sincerly=sincerely somthing=something sometines=sometimes "
    "succesful=successful successfull=successful sucessful=successful suprised=surprised suprise=surprise "
    "suprisingly=surprisingly teh=the hte=the thier=their tommorow=tomorrow tomorow=tomorrow "
    "tommorrow=tomorrow totaly=totally truely=truly unfortunatly=unfortunately "
    "unfortunatley=unfortunately untill=until usualy=usually verry=very vey=very wich=which wierd=weird "
    "wellbieng=wellbeing";

/// Wrong and right word, side by side.
class Spellings {
 public:
  static const Spellings& get() {
    static const Spellings spellings;
    return spellings;
  }

  /// Empty when the word is right as it is.
  std::string_view right_for(std::string_view word, std::uint64_t hash) const {
    const std::uint32_t number = wrong_.find(word, hash);
    return number == WordTable::kNone ? std::string_view{} : right_[number];
  }

 private:
  Spellings() : wrong_(collect()) {}

  std::vector<std::string_view> collect() {
    std::vector<std::string_view> wrong;
    const auto add = [&](std::string_view from, std::string_view to) {
      if (from == to) return;
      wrong.push_back(from);
      right_.push_back(to);
    };
    const auto joined = [&](std::string_view stem, std::string_view ending) {
      return std::string_view(made_.emplace_back(std::string(stem) + std::string(ending)));
    };
    for (const std::string_view pair : split(kSpellings)) {
      const std::size_t middle = pair.find('=');
      add(pair.substr(0, middle), pair.substr(middle + 1));
    }
    for (const Family& family : kFamilies) {
      if (family.stem == Family::Stem::word) add(family.american, family.british);
      for (const std::string_view ending : split(family.endings))
        add(joined(family.american, ending), joined(family.british, ending));
    }
    return wrong;
  }

  std::deque<std::string> made_;  ///< a deque, for its strings must not move
  std::vector<std::string_view> right_;
  WordTable wrong_;
};

/// Where the z of `organized`, `prioritizing` or `immunization` stands, or npos. Words that British English
/// writes with z, too, are none of these.
std::size_t z_of_ise(std::string_view word) {
  constexpr std::size_t shortest_stem = 3;
  constexpr std::array<std::string_view, 10> endings = {"ize",   "izes",   "ized",    "izer",     "izers",
                                                        "izing", "izable", "ization", "izations", "izingly"};
  constexpr std::array<std::string_view, 13> kept = {"caps",   "downs",  "overs", "unders", "res",
                                                     "outs",   "ups",    "mids",  "supers", "king-s",
                                                     "life-s", "queens", "kings"};
  const std::size_t i = word.rfind("iz");
  if (i == std::string_view::npos || i < shortest_stem) return std::string_view::npos;
  bool ends = false;
  for (const std::string_view ending : endings) ends = ends || word.substr(i) == ending;
  if (!ends) return std::string_view::npos;
  for (const std::string_view stem : kept)
    if (word.substr(0, i) == stem) return std::string_view::npos;
  return i + 1;
}

}  // namespace

void respell(std::string& text, std::size_t start) {
  respell(text, start, word_hash(std::string_view(text).substr(start)));
}

bool respell(std::string& text, std::size_t start, std::uint64_t hash) {
  constexpr std::size_t shortest = 2, longest = 20;
  const std::string_view word = std::string_view(text).substr(start);
  if (word.size() < shortest || word.size() > longest) return false;
  bool changed = false;
  if (word.find('z') != std::string_view::npos) {
    if (const std::size_t z = z_of_ise(word); z != std::string_view::npos) {
      text[start + z] = 's';
      hash = word_hash(word);
      changed = true;
    }
  }
  const std::string_view right = Spellings::get().right_for(word, hash);
  if (right.empty()) return changed;
  text.replace(start, std::string::npos, right);
  return true;
}

}  // namespace nhs::classifier
