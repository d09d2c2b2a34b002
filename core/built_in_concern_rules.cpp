#include <utility>

#include "core/concern_rule.h"

namespace nhs {
namespace {

using Phrases = std::vector<std::string>;

// Words that stand for one another in many phrases.
const std::string kSelf = "myself/himself/herself/themselves/themself/yourself";
const std::string kPills = "tablets/pills/meds/medication/paracetamol/insulin";
const std::string kPerson = "me/him/her/us/them/you/someone/somebody";
const std::string kChild =
    "child/children/kid/kids/baby/babies/newborn/twins/toddler/boy/girl/girls/son/daughter/daughters/stepson/"
    "stepdaughter/grandson/granddaughter/grandchild/grandchildren/niece/nephew";
const std::string kGirl =
    "girl/girls/daughter/daughters/sister/sisters/niece/nieces/cousin/cousins/granddaughter/baby/friend";
const std::string kPartner =
    "partner/husband/wife/boyfriend/girlfriend/ex/dad/father/stepdad/stepfather/son/brother/uncle";
const std::string kCarer = "carer/carers/nurse/nurses/staff/assistant/hca/porter/doctor/agency";
const std::string kRelative =
    "mum/mam/mom/dad/nan/gran/nana/grandma/grandad/grandmother/grandfather/wife/husband/sister/brother";
const std::string kAfraid = "scared/afraid/frightened/terrified";
const std::string kWorried = "scared/afraid/frightened/terrified/worried/concerned/fear/fearful";
const std::string kNot = "not/don't/dont/doesn't/doesnt/didn't/no/never/isn't/aren't";

// Each list has what posts say of themselves or of somebody near, never the topic alone: who writes of a
// prevention week, a law or a helpline uses the nouns, and would bury the rest.

Phrases self_harm() {
  return {
      "suicid*",
      "overdos*",
      "self harm*",
      "selfharm*",
      "kill/killing/killed " + kSelf,
      "end/ending/ended my/his/her/their life",
      "end/ending it all/tonight/now/today",
      "take/taking/took my/his/her/their own life",
      "want/wants/wanted/wanna/ready ... to die",
      "want/wants/wanted it/this/everything ... to stop/end",
      "better off dead",
      "better off without me/us",
      "rather be dead",
      "wish i was/were/wasn't/weren't dead/here/alive",
      "wish ... never been born",
      "wish ... not/hadn't/didn't wake/woken up",
      kNot + " want/wanna ... live/exist/wake",
      kNot + " want/wanna ... be here/alive",
      kNot + " reason ... live/living/alive",
      kNot + " point ... live/living/alive/going/carrying/on",
      "what's the point ... living/carrying/going/anymore/any",
      "nothing ... to live for",
      "not worth living",
      "i can't go on",
      "i can't do this/it/life anymore/any/much",
      "i can't take ... anymore/any/much",
      "tired of living/life/existing",
      "had/having enough of life/living/everything",
      "happier/better/easier if/when he/she/i ... dead/gone/here",
      "sooner/rather not be here/alive",
      "worthless/hopeless and/says/feels/feel/so",
      "feels/feel worthless/hopeless",
      "plans/plan/planning how/for/what/it how/to/he/she/do ... do/it/die",
      "blade/razor/knife/pills/rope in/to my/her/his hand/wrist/arm/neck",
      "took/taken/swallow* all ... morphine/" + kPills,
      "no one/body would/will/d ... miss/notice/care",
      "nobody/noone would/will/d ... miss/notice/care",
      "when/if/once/after i'm/i am/were/was gone/dead",
      "when/if/once/after i'm gone/dead",
      "this is goodbye",
      "goodbye text/letter/note/message/everyone",
      "texted/text/sent/left/wrote/written/writing/leaving ... goodbye/goodbyes",
      "written/writing/wrote/left letters/notes/letter/note to/for my/the/his/her kids/children/family/mum/wife/husband/parents/boys/girls",
      "my final post/goodbye/message",
      "won't be here/around ... monday/tuesday/wednesday/thursday/friday/saturday/sunday/tomorrow/tonight/morning/week/christmas",
      "by the time you read/see this",
      "harm/harming/harmed " + kSelf,
      "hurting " + kSelf,
      "want/wants/going/gonna/urge/urges/might/will/would/i'll/she'll/he'll ... hurt " + kSelf,
      "safe from/with " + kSelf,
      "keep/keeping " + kSelf + " safe",
      "risk/danger to " + kSelf,
      "cutting " + kSelf,
      "been/started/keep/keeps/back/she/he cutting again/since",
      "want/wants/wanted/going/ready/plan*/try/tried ... end it",
      "kept me alive",
      "ending things",
      "nothing left for/to/please/look/live",
      "said/saying/says ... goodbye to ... kids/children/everyone/us/mum/family",
      "took the lot/whole",
      "tired of ... alive/living",
      "plan and/with a date",
      "engine running/on",
      "how much longer/more i/she/he/we can do/go/take/live/cope",
      "walking/walk into traffic",
      "drove/drive/driving ... into a/the tree/wall/lorry/river",
      "done with life/living/everything",
      "see any/a/no/the point/way/future/out",
      "no/any future/hope left/for",
      "give/gave/given/giving up on life/living",
      "cut/cuts/slit/slash/cutting/slitting/burning/burns my/her/his own/wrist/wrists/arm/arms/throat/legs",
      "cut/cuts/cutting/burns/burning on/all/up/down ... arms/arm/legs/wrists",
      "jump/jumped/jumping/throw/threw/thrown ... off/under/front/from ... bridge/train/roof/building/traffic/window/lorry",
      "walk/walking/step/stepping/stepped in front of a/an/the/traffic/cars",
      "on/off/at/near/to the/a bridge/ledge/tracks/roof for/again/now/tonight/and/with/ready/since",
      "jump/jumped/jumping/walk/walked/go/going/be/walking in/into the river/canal/sea/traffic",
      "hang/hanged/hanging/hung " + kSelf,
      "rope/noose in/round/around/under my/the/his/her",
      "stockpil*/saved/saving/hoard*/counting/counted/enough ... " + kPills,
      "taken/took/take/taking/swallow* all/load/loads/packet/box/bottle/handful/too/enough ... " + kPills,
      "taken/took/take/taking/swallow* a/the/two/three/whole load/loads/packet/box/bottle/handful/lot ... " +
          kPills,
      "swallow*/drank/drunk/drinking bleach/batteries/battery/antifreeze/blade/blades/glass/poison",
      "starving " + kSelf,
      "stopped/refusing/refuses/stop taking/take my/his/her/their insulin",
      "voices ... kill/hurt/die/jump/harm/do",
  };
}

Phrases violence() {
  return {
      "going/gonna/want/wants/wanted/wanna/plan*/trying/tried/will/would/could/might/i'll/i'd/he'll/she'll/they'll ... kill/stab/shoot/murder/strangle/batter " +
          kPerson + "/whoever/people/staff/my/the/that/this",
      "going/gonna/want/wants/wanna/i'll/i'd ... hurt/attack/smash/batter/punch/burn " + kPerson +
          "/people/staff/nurses/that/the/this/your",
      "smash*/kick*/punch*/cave/caved/bash* ... face/head/teeth/skull in",
      "seriously/badly hurt/injured/killed",
      "going/gonna to get/be hurt/killed",
      "strangl*/stabbed/choked/choking/headbutt*/battered " + kPerson + "/my/the/by",
      "threatened/threatening/threatens/threaten/threats ... me/us/her/him/my/staff/nurse/nurses/patient/patients/people/"
      "lady/man/woman/mum/dad/wife/kids/receptionist/receptionists/knife/gun/kill/hurt",
      "death threat/threats",
      "been/was/were/got/getting/being/are/i'm stabbed/strangled/beaten/punched/kicked/assaulted/attacked/battered/mugged/jumped/followed/stalked",
      "punched/kicked/bitten/bit/attacked/jumped/mugged/beat/hit my/me/her/him/another/a brother/sister/son/mate/friend/mum/dad/nurse/patient/porter/staff",
      "machete/machetes",
      "petrol bomb/bombs/over/through",
      "kitchen/carving/bread/a/his/her/with/got knife/knives/gun/hammer/axe/blade",
      "burn/blow/torch ... place/surgery/hospital/clinic/building/house/ward/practice/it down/up",
      "get/gets/got/have what's/what coming",
      "you'll/she'd/he'd/they'd/i'll/they'll/i'd/be/make/regret be/sorry/you/them/it sorry/regret",
      "know/knows where you/she/he/they/i/we/them live/lives/park/parks/works/work",
      "hits/hitting/punches/punching/slapped/slaps/kicks/kicking/batters/beats/beating/attacked/assaulted me/her/us/mum",
      "he/she/they/who hit/hits/beat/beats/punched/kicked me/her/us/mum",
      "hit me again/last/with/because/when/and/so/tonight",
      "pushed/pushes/threw/throws/shoved/dragged/slammed me/her/mum/him down/against/into/across/by/onto/out",
      "beats/beaten/beat me/her/him/us/my/up up/again/black/brother/sister/mum/son",
      "black and blue",
      kWorried + " for my/her/his/their/our life/lives/safety",
      "my/her/his/their life/lives is/was/are/in in/danger",
      "i'm/i/she/he/they/we/am/is in/real/serious/immediate/great danger",
      kNot + " safe ... home/house/him/her/here/husband/partner/dad",
      kNot + " feel/feels/feeling safe",
      "unsafe at home",
      kAfraid + " to ... home/house/him/alone/ex/husband/partner/leave",
      kAfraid + "/hiding of/from him/my/her/the/" + kPartner + " " + kPartner +
          "/neighbour/neighbours/carer/and/when/he/because",
      kAfraid + "/hiding of/from him",
      "my/her ex/husband/partner ... outside/followed/following/stalking/tracking/knows",
      "my/her ex ... outside/found/followed/following/turned/turns/waiting/knows/let/texting/back/threat*",
      "put/putting/puts me/her/him/you/us/them in hospital/ground/grave",
      "broke/broken/breaks my/her wrist/arm/jaw/nose/ribs ... he/husband/partner/ex",
      "he/husband/partner/ex/dad/son/stepdad broke/breaks my/her wrist/arm/jaw/nose/ribs",
      "was/were/been/got bitten/punched/assaulted/attacked/spat",
      "got/getting assaulted/attacked",
      "waiting for ... car park/outside",
      "i'm/we're/am/are/she/he next ... he/door/doors/wall/walls/punched/hole/holes",
      "punch*/kick*/smash* hole/holes/up/the door/doors/wall/walls/in",
      "get/gets/getting/got stabbed/shot/attacked/assaulted/battered/killed",
      "slapped/punched/kicked/attacked/assaulted/bit/headbutted/hit our/the/a/another ... clerk/nurse/receptionist/staff/porter/carer/paramedic/hca/sister/doctor",
      "burn us/them/her/him/me/you out",
      "by the throat/neck/hair",
      "he/they/ex going/gonna/will to/find find us/me/her",
      "brick/bottle/something through ... window/windows/door",
      "abusive/violent ... delivery/ward/visiting/visit/address/letters/let",
      "frightened/scared/afraid/terrified of what he/she/they/might/will",
      "what he'll/he/they'll do/will/might do/if",
      "says/saying/said he'll/he/she'll/i'll ... hurt/kill/hit/burn/smash",
      "stalking/stalks/stalked me/her/us",
      "following/follows me/her/us home/everywhere/to",
  };
}

Phrases abuse() {
  return {
      "being/been/was/am/is/are/getting/i'm abused/raped/molested/groped/exploited/trafficked/groomed",
      "abuses/abused/abusing me/her/him/my/us/them/mum/nan/dad/patients/residents",
      "raped/rapes/raping/rape me/her/him/my/by/at/last/on/when/again",
      "sexually assaulted/abused/exploited/touched/harassed",
      "forced himself/themselves on/upon",
      "forced/forcing/forces/force/made/makes/making me/her/him/them/us ... sex",
      "forced/forcing/forces/force/making/makes me/her/him/them/us to/beg/steal/sell marry/sell/beg/steal/have/work",
      "he/patient/bloke/man touches/touching/groped/groping me/her/him/my",
      "inappropriate*/sexually touch*",
      "touch* ... inappropriately/sexually",
      "groped/molested me/her/by/him",
      "in/into my/her bed/bedroom",
      "abusive/violent/controlling " + kPartner + "/relationship/marriage/home/man",
      kPartner + "/he/she is/was/gets/getting/being/turned/becoming/has/been abusive/controlling",
      kPartner +
          " ... hits/beats/hurts/hit/beat/hitting/beating/hurting/chokes/strangles/abuses/threatens/rapes/slaps/punches",
      "controls/controlling/controlled everything/what/who/every/all/her/my",
      "won't/doesn't/not/never let/lets/allowed/allow me/her/mum/him/us to/leave/out/go/see/eat ... "
      "own/alone/house/out/phone/anyone/family/friends/leave/eat/money/doctor/appointments",
      "not/never/isn't/aren't allowed to/out/money leave/go/speak/eat/house",
      "pulls/pulling/pulled my/her/his/gran's/nan's/mum's/the/" + kRelative + " hair/arm",
      "keep/keeps/took/has/have my/our papers/documents/wages",
      "can't/cannot/not/won't allowed/let/get leave/away",
      "hold/holds/holding/held/pin/pins/pinned him/her/them/mum/dad down",
      "drained/emptied/draining/emptying ... bank/account/savings/card",
      "sexual comments/remarks/messages/advances/favours",
      "hand/hands on/up my/her leg/thigh/bottom/breast/skirt",
      "left/leave/leaves/leaving/sat/lying/lies in/all a/her/his/day wet/soiled/dirty/soaking ... bed/pad/pads/sheets/clothes/all/hours",
      "screams/cries/flinches/shakes when/if/whenever ... carer/he/she/they/nurse/touch",
      "locked/locks/locking/lock/keeps/ties/tied/tie/ties/tying/strapped me/her/him/mum/them/residents/locked/dad in/up/to/down",
      "took/takes/taken/taking/has/hidden/hides/holds/holding/kept/keeps/keep my/her/their passport/passports",
      "takes/controls/taking/controlling/steals/stealing/stolen/stole all/my/her/his/from money/wages/pension/benefits/my/her/card/bank/dad/mum/nan",
      "forcing/forced/making/made/make/being/been ... marry/marriage",
      "marry/marrying me/her off",
      "twenty/ten/fifteen/many men a/every day/night",
      "pimp/trafficker/traffickers",
      kCarer +
          "/they/she/he/saw/someone hit/hits/hitting/slap/slaps/slapped/slapping/punch/punches/punched/pinch/pinches/pinched/drag/drags/dragged/shove/shoves/shoved/"
          "grab/grabs/grabbed/hurt/rough "
          "my/a/him/with/" +
          kRelative + "/patient/patients/residents/resident",
      kCarer +
          " ... slap/slaps/slapping/hitting/dragging/pinching/punching/hurting my/a/the/her/him/patient/patients/resident/residents",
      "slap/slapped/slapping/hitting/dragged/dragging/drag a/the/an/old patient/patients/resident/residents/elderly/man/woman/lady",
      "rough with/handled my/her/him/" + kRelative + "/roughly",
      "shouts/shouting/swears/swearing/screams at/in him/her/my/the/mum/dad/nan/residents ... frightened/scared/night/every/always/face/dementia",
      kAfraid + " of/to her/him/carer/carers/staff/them/the/go carer/carers/staff/night/back",
      "covered in bruises",
      "bruise/bruises/bruising/bruised ... " + kRelative +
          "/wrist/wrists/neck/face/throat/arm/arms/eye/legs/hand/hip/back",
      kRelative +
          "/she/he ... bruise/bruises/bruising ... home/ward/carer/carers/staff/night/where/how/how/explain",
      "unexplained bruise/bruises/bruising/injuries/marks",
      "finger/hand/rope marks",
      "seen/saw/has/are/were the/marks marks/on/round/around ... arms/wrists/neck/legs/him/her",
      "seen the marks",
      "cigarette burns",
      "left/lying/sat/sitting/laid/lay ... in her/his/their/my own urine/faeces/mess/waste/filth/excrement/wee/poo/vomit/blood",
      "starving/starved him/her/" + kRelative,
      kNot + "/hasn't/haven't/wasn't/hasnt been/fed/given fed/him/her/food/mum/dad",
      "no food/water/fluids/drink/drinks ... since/yesterday/days/hours/all",
      "whispered/whispers/whispering help",
      "makes/made/making/make me/her/them ... sleep/sex/beg/rent/men",
      "isn't/aren't/not/never/wasn't allowed ... phone/doctor/alone/herself/himself/friends/money",
      "left in wet/soiled/dirty/own",
      "being/been/is/was financially/physically/emotionally/sexually/mentally/verbally abused/exploited",
      "locked in/inside the/a/her/his/my house/flat/room/bedroom/garage/shed",
      "touched me/her in a way",
      "hold/holds/holding/held my/her/his/gran/nan/mum/dad/aunt/uncle ... arms/arm/down",
      "broken/fractured/broke ... nobody/noone/no/can't/won't knows/know/say/explain/one how/knows",
      "shouted/sworn/screamed at and/by/when/residents/every",
      "residents/patients ... shouted/dragged/hit/slapped/tied/starved/left ... wet/soiled/hungry/alone/at",
  };
}

Phrases fgm() {
  const std::string going =
      "take/takes/taken/taking/send/sending/sent/fly/flying/flown/flies/going/go/travel*/visit*/abroad/home/ticket/tickets/trip/holiday";
  const std::string cut = "cut/circumcised/fgm/sunna/gudniin/circumcision/mutilated";
  return {
      going + " ... to/be/get/for/have/having/the " + "be/get/fgm/sunna/gudniin/circumcision/have " + cut,
      going + " ... to/be/get be/cut/get cut/circumcised",
      going + " ... for/have/having/get/the fgm/sunna/gudniin/circumcision/circumcised",
      kGirl + "/she/her ... be/being/getting/get/gets cut/circumcised/mutilated",
      "cut/circumcise/circumcising/mutilate my/her/his/the/our/their/both/little " + kGirl + "/girls/sister",
      "cutting ... for/of/on both/my/her/his/the/our/their " + kGirl + "/girls",
      "want/wants/wanted/going/plan*/threaten*/trying/force*/making ... to cut/circumcise her/them/me/us",
      "want/wants/wanted/have/having/get/getting/gets/her/my/our ... " + kGirl +
          "/her/them cut/circumcised/done",
      "want/wants/wanted/have/having/get/getting my/our/her/his/the/baby ... " + kGirl + " done",
      "circumcise/circumcising her/me/them",
      "fgm on/done/for/to ... " + kGirl + "/her/me/them",
      "fgm ... next/this/tomorrow/tonight/in ... summer/weekend/easter/christmas/holidays/august/july",
      "fgm abroad/tomorrow/soon",
      kWorried +
          "/booked/forc*/pressur*/threaten*/plan*/arrang* ... fgm/circumcision/circumcised/sunna/cutting",
      "my/her/his/our/little/best ... " + kGirl + " ... fgm/circumcision/circumcised/sunna",
      "fgm ... my/her/his/little ... " + kGirl,
      "she/they/girls/i going/have/having/need/needs/must/will/have to/have/it ... fgm/circumcision/sunna/done",
      "do/doing/perform/performing/arrange/arranging/arranged fgm/sunna",
      "have/having/had/get/getting it done ... fgm/summer/holidays/cut",
      "the/a/my/booked cutter",
      "become/becoming/make/making/made ... a woman/clean",
      "the operation ... girls/girl",
      "girls/girl operation",
      "does/doing/do the girls",
      "want/wants/wanted ... sunna/fgm/gudniin/circumcision",
      "send/sending/sent/taking/taken/take/flying her/them/girls/girl/sister/niece/cousin ... what happens",
      "what happens to girls/her there",
      "she/girl/girls/daughter/baby/niece ... will be cut",
  };
}

Phrases child_at_risk() {
  const std::string harms =
      "hit/hits/hitting/beat/beats/beating/belt/belts/belting/slap/slaps/slapped/slapping/smack/smacks/smacking/punch/punches/punched/punching/kick/kicks/"
      "kicked/shake/shakes/shook/shaking/threw/throw/throws/thrown/throwing/hurt/hurts/hurting/harm/harming/abuse/abuses/abused/abusing/neglect/"
      "neglects/neglected/neglecting/smother*/drown/drowning/strangle/choke/choked/burn/burned/burnt/batter/battered/battering/drop/dropped";
  const std::string harmed =
      "beaten/abused/hurt/neglected/groomed/exploited/raped/trafficked/starved/molested/harmed/punched/slapped/used";
  return {
      harms + " my/his/her/the/their/that/a/our/those/own/your/them ... " + kChild,
      kChild + "/pupil/year being/getting/is/are/been/was/were/old " + harmed,
      kChild + "/pupil/year/old is/are/was/been being/getting " + harmed,
      kChild + " ... left/home/locked ... alone",
      "leaves/leaving/leave/left/locked/locks the/her/his/their/my/those/that/a ... " + kChild +
          " ... alone/locked/home/outside",
      kChild + "/street ... left/alone/outside ... alone/all/midnight/night/weekend/hours/pyjamas",
      "always/left/out alone/outside/in ... pyjamas/midnight/night/streets",
      kChild + " ... bruise/bruises/bruised/bruising/malnourished/filthy/cowering/flinches/underfed",
      kChild + " ... marks on",
      "bruise/bruises/bruised/bruising/marks ... " + kChild,
      kWorried + " for/about the/that/those/their/his/my/this/a/some ... " + kChild +
          " next/at/down/in/on/across/being/who/she/he/and/they/because/with",
      kWorried + " for/about ... " + kChild + " safety/life/welfare",
      kChild +
          " is/are/isn't/aren't/at/not/in at/in/not/danger risk/danger/safe from/with/there/at/now/because/here/home",
      kChild + "/she/he/they hasn't/haven't/not/hasnt/havent been/eaten/had fed/since/food/anything",
      kChild +
          " ... hungry/starving/screaming/crying ... neighbour/neighbours/next/nextdoor/nextdoors/door/upstairs/street/school/every/nobody/never",
      "next/door/nextdoor/nextdoors/upstairs/downstairs/neighbour/neighbours/street/address/wall ... " +
          kChild + " ... screaming/screams/hit/crying/alone/hungry/shouting/outside/never/always/used/every",
      kChild +
          " next/upstairs/down/over/through/at door/screaming/the/that ... screaming/screams/scream/crying/cry/alone/hungry/wall/used/address",
      "hear/hearing/heard ... " + kChild + " ... screaming/hit/beaten/begging/crying/wall/door/night",
      "thoughts/thinking/urge*/scared/afraid/might/going/gonna/nearly/almost/want ... hurt/hurting/harm/harming/drop/dropped/threw/throw/smother*/kill/killing/shake/shook my/the/her/this " +
          kChild,
      "groom/groomed/grooming/grooms ... " + kChild + "/her/him/me/gang/online",
      kChild + "/year/old/lad ... groomed",
      "grown/older/strange/adult/old man/men/bloke/boy/stranger ... " + kChild +
          "/messages/messaging/online/photos",
      kChild + "/yr/year/old ... grown/older/strange man/men/bloke",
      "man/men/stranger/bloke/adult/boyfriend/teacher/coach/he/someone ... messaging/messages/messaged/texting/contacting/meeting/asking ... " +
          kChild + "/her",
      "sent/sending/send/asked/asking/asks/shared/sharing ... nudes/selfies",
      "asked/asking/asks/makes/making her/him/them/my ... to/for/send photos/pictures/pics",
      "coach/teacher/man/stranger/he ... asking/asks/asked ... send photos/pictures/pics",
      "belt/slap/hand/cigarette marks/burns",
      "old/toddler/child/kids ... look/looking/left after/with/in a/the/her/charge baby/babies",
      "gear/heroin/crack/drink/spice ... has/with/got/looking ... kids/children/baby/child",
      "begging/scavenging/asking for food",
      kChild + " ... is/being/are/gets/getting hit/smacked/slapped/battered/screamed",
      "comes/coming/came/goes/gets into/in my/her/his/their room/bed/bedroom at/and/when/every/night",
      "stepdad/stepfather/dad/uncle/brother/he/carer comes/coming/came/goes/gets into/in my/her/his/their room/bed/bedroom",
      kChild + " ... no/without food/heating/electric/clothes/shoes/coat",
      kAfraid + " ... go home ... dad/mum/him/stepdad/uncle",
      "daddy/mummy/dad/mum/stepdad/grandad/uncle/he/she hurts/hits/smacks/touches/kicks/locks me/him/her/them",
      "left/leaves/leaving the/her/his/their/a baby/toddler/child/kids/children ... in/on/at/with ... car/pub/house/street/alone/stranger/strangers",
      kChild + " ... screams/screaming ... bruise/bruises/night",
      "toddler/baby/child/girl/boy ... bruises/marks on",
      kChild + "/pupil/pupils ... being/is/are/been/was sexually/physically/emotionally abused",
      "giving/gives/gave/feeding/buys/buying the/her/him/my/them " + kChild +
          "/kids/girl/boy vodka/drink/alcohol/drugs/weed/vapes",
      "drives/driving/drove drunk/high/pissed ... " + kChild,
      kWorried + " ... about the/that/those/this ... " + kChild + " at/next/door/number/in",
      "using/drinking/drunk again ... " + kChild,
      kChild + " ... using/drinking/drugs again/drugs",
      "saw/seen her/him/someone/a/them slap/hit/shake/kick/smack ... " + kChild,
      "indecent/sexual/explicit/naked images/pictures/photos/videos/messages",
      kChild + "/lad/year/old/they ... county lines",
      kChild + "/lad/year/old ... running/selling/carrying/carry/dealing/moving drugs",
      "stepdad/stepfather/stepmum/dad/father/uncle/grandad/mum/teacher/coach/priest/boyfriend ... hits/touches/touched/hurts/hit/beats/abuses/abused/locks/burns/starves/belts/threw/throws me/him/her/them/us",
      "foster carer/carers/mum/dad/parents ... hit/hits/hitting/slap/slaps/slapping/shout/shouts/lock/locks/hurt/hurts/starv*",
      "run/ran/running away from home/care/foster/him/them",
      "drunk/high/stoned/passed/drugged/wasted looking/in/while/with/out/and ... baby/kids/children/child/toddler/after",
      "baby/kids/children/child/toddler ... mum/dad/mother/father/she/he ... drunk/high/stoned/passed/drugged/wasted",
      "child marriage/bride",
  };
}

}  // namespace

const std::vector<ConcernRule>& built_in_concern_rules() {
  // Where a noun alone counts, what campaigns and services say beside it does not.
  const Phrases campaigns = {
      "bereaved by",
      "prevention/awareness/training/workshop/webinar/conference/seminar/toolkit/elearning",
      "new/our report/leaflet/study",
  };
  const auto with_campaigns = [&](Phrases unless) {
    unless.insert(unless.end(), campaigns.begin(), campaigns.end());
    return unless;
  };
  static const std::vector<ConcernRule> rules = {
      {.name = "self_harm",
       .phrases = self_harm(),
       .unless = with_campaigns(
           {"killed/kill/killing myself laughing", "assisted suicide", "free/clean of/from self",
            "no self harm", "year/years/month/months free/clean", "overdoses/naloxone ... reversed/kits",
            "lost ... to suicide", "self harm* is not/isn't",
            "want/wants/wanted to die at/in home/hospice/his/her/peace", "where ... want/wants/wanted to die",
            "everybody/everyone want to die", "all ... tablets/meds/medication right/properly"})},
      {.name = "violence",
       .phrases = violence(),
       .unless = with_campaigns(
           {"would it kill", "stabbed/stabbing ... in the back", "wait/queue/parking/shift ... killed",
            "kill me for posting/sharing/saying/telling",
            "threatened/threatening with/to closure/close/cuts/redundancy", "knife crime/wound",
            "under the knife", "contempt/atmosphere/tension with a knife", "beaten at/to",
            "threatened to do"})},
      {.name = "abuse",
       .phrases = abuse(),
       .unless = with_campaigns(
           {"bruise*/bruising ... cannula/needle/blood/drip/injection", "pulled ... curtain/blanket/chair"})},
      {.name = "fgm",
       .phrases = fgm(),
       .unless = with_campaigns(
           {"budget*/funding/funds/service/services/hours/bed/beds/job/jobs/pay/grant/grants ... cut",
            "fgm clinic/clinics/lead/course/service/services/support/training/reversal/team/midwife/letter/policy/one"})},
      {.name = "child_at_risk",
       .phrases = child_at_risk(),
       .unless = with_campaigns(
           {"service/services/ward/cuts/strike*/price*/poverty/covid/flu/waiting/shortage*/council ... hit/hurt/harm/risk",
            "beaten at/to", "shook my/her/his baby/son/daughter hand", "hit/hits/hitting ... hard/hardest"})},
  };
  return rules;
}

}  // namespace nhs
